#!/usr/bin/env python3
"""Lists what there is to test in Python files, and what no test mentions. Reads only; standard library, Python 3.9 or newer."""

from __future__ import annotations

import argparse
import ast
import json
import sys
import tokenize
from pathlib import Path

BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.IfExp, ast.ExceptHandler, ast.Assert, ast.comprehension)
# The start of a dotted call, and what it makes hard about a test.
HARD = {
    "open": "files", "shutil": "files", "os.remove": "files", "os.makedirs": "files", "Path": "files", "tempfile": "files",
    "datetime.now": "clock", "datetime.utcnow": "clock", "datetime.datetime.now": "clock", "date.today": "clock",
    "time.time": "clock", "time.monotonic": "clock", "time.sleep": "clock", "asyncio.sleep": "clock",
    "random": "random", "secrets": "random", "uuid": "random", "uuid4": "random",
    "requests": "network", "httpx": "network", "urllib": "network", "socket": "network", "aiohttp": "network",
    "subprocess": "processes", "os.system": "processes",
    "os.environ": "environment", "os.getenv": "environment",
    "print": "output", "input": "input", "sys.exit": "exit",
}  # fmt: skip


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression such as ``a.b.c``, or an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def own_nodes(function: ast.AST):
    """All nodes of a function, without those of functions and classes inside it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


def hard_parts(nodes: list[ast.AST]) -> list[str]:
    found = set()
    for node in nodes:
        name = dotted(node.func) if isinstance(node, ast.Call) else dotted(node) if isinstance(node, ast.Attribute) else ""
        for start, what in HARD.items():
            if name == start or name.startswith(start + "."):
                found.add(what)
    return sorted(found)


def raised(nodes: list[ast.AST]) -> list[str]:
    names = set()
    for node in nodes:
        if isinstance(node, ast.Raise) and node.exc is not None:
            name = dotted(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
            if name and (name[0].isupper() or "." in name):
                names.add(name)
    return sorted(names)


def branch_count(nodes: list[ast.AST]) -> int:
    count = sum(isinstance(node, BRANCHES) for node in nodes)
    count += sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    # match exists from Python 3.10 on
    count += sum(len(node.cases) for node in nodes if type(node).__name__ == "Match")
    return count


def describe(function: ast.FunctionDef | ast.AsyncFunctionDef, owner: str) -> dict:
    nodes = list(own_nodes(function))
    decorators = [dotted(each.func if isinstance(each, ast.Call) else each) for each in function.decorator_list]
    return {
        "name": f"{owner}.{function.name}" if owner else function.name,
        "line": function.lineno,
        "signature": f"({ast.unparse(function.args)})" + (f" -> {ast.unparse(function.returns)}" if function.returns else ""),
        "async": isinstance(function, ast.AsyncFunctionDef),
        "generator": any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes),
        "decorators": [each for each in decorators if each],
        "branches": branch_count(nodes),
        "raises": raised(nodes),
        "hard": hard_parts(nodes),
    }


def public(name: str) -> bool:
    return not name.startswith("_") or name in ("__init__", "__call__", "__enter__", "__eq__", "__lt__", "__iter__", "__getitem__")


def units(tree: ast.Module) -> list[dict]:
    """The public functions and methods of a module, in the order of the file."""
    found = []

    def visit(body: list[ast.stmt], owner: str) -> None:
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and public(node.name):
                found.append(describe(node, owner))
            elif isinstance(node, ast.ClassDef) and public(node.name):
                visit(node.body, f"{owner}.{node.name}" if owner else node.name)
            elif isinstance(node, (ast.If, ast.Try)):
                visit(node.body, owner)

    visit(tree.body, "")
    return found


def parse(file: Path) -> ast.Module:
    with tokenize.open(file) as source:  # honours a coding line and a byte order mark
        return ast.parse(source.read(), str(file))


def mentioned(folder: Path) -> set[str]:
    """Every name that test files use: ``Cart``, ``total``, and also what follows a dot."""
    names = set()
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.py"))
    for file in files:
        if folder.is_dir() and not (file.name.startswith("test_") or file.name.endswith("_test.py")):
            continue
        try:
            tree = parse(file)
        except (SyntaxError, UnicodeDecodeError) as error:
            print(f"outline: {file} was not read: {error}", file=sys.stderr)
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
    return names


def is_mentioned(unit: dict, names: set[str]) -> bool:
    parts = unit["name"].split(".")
    # A constructor and operators are used through the class's name.
    return parts[-2] in names if parts[-1].startswith("__") and len(parts) > 1 else parts[-1] in names


def as_text(file: str, found: list[dict]) -> str:
    lines = [file]
    for unit in found:
        notes = [f"{unit['branches']} branches"] if unit["branches"] else []
        notes += [f"raises {', '.join(unit['raises'])}"] if unit["raises"] else []
        notes += [f"needs {', '.join(unit['hard'])}"] if unit["hard"] else []
        notes += [word for word in ("async", "generator") if unit[word]]
        if "tested" in unit:
            notes.append("mentioned in tests" if unit["tested"] else "NOT MENTIONED in tests")
        lines.append(f"  {unit['line']}: {unit['name']}{unit['signature']}" + (f"  [{'; '.join(notes)}]" if notes else ""))
    return "\n".join(lines if found else [*lines, "  nothing public to test"])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="Python files, or folders with them")
    parser.add_argument("--tests", type=Path, help="folder or file whose names count as tested")
    parser.add_argument("--json", action="store_true", help="print data instead of text")
    asked = parser.parse_args(arguments)
    if asked.tests and not asked.tests.exists():
        parser.error(f"{asked.tests} does not exist")
    names = mentioned(asked.tests) if asked.tests else None
    result, failed = [], False
    for given in asked.files:
        for file in sorted(given.rglob("*.py")) if given.is_dir() else [given]:
            try:
                found = units(parse(file))
            except (OSError, SyntaxError, UnicodeDecodeError) as error:
                print(f"outline: {file}: {error}", file=sys.stderr)
                failed = True
                continue
            if names is not None:
                for unit in found:
                    unit["tested"] = is_mentioned(unit, names)
            result.append({"file": str(file), "units": found})
    if asked.json:
        print(json.dumps(result, indent=2))
    else:
        print("\n".join(as_text(each["file"], each["units"]) for each in result))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
