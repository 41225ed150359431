#!/usr/bin/env python3
"""Finds tests that cannot fail or will fail by chance. Reads only; standard library, Python 3.9 or newer. Exit 1: findings."""

from __future__ import annotations

import argparse
import ast
import sys
import tokenize
from pathlib import Path

BROAD = {"Exception", "BaseException"}


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(node: ast.AST):
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def checks_something(test: ast.AST) -> bool:
    """An assert, pytest.raises and its like, a mock's assert_ method, or a helper called assert_ or check_."""
    for node in ast.walk(test):
        if isinstance(node, (ast.Assert, ast.Raise)):
            return True
        if isinstance(node, ast.Call):
            last = dotted(node.func).rsplit(".", 1)[-1]
            if last in ("raises", "warns", "fail", "deprecated_call") or last.lower().startswith(("assert", "check", "expect", "verify")):
                return True
    return False


def always_true(test: ast.expr) -> bool:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Tuple):
        return bool(test.elts)  # assert (a == b, "message") is a non-empty tuple
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.Is)):
        pure = not any(isinstance(each, (ast.Call, ast.Await)) for each in ast.walk(test))
        return pure and ast.dump(test.left) == ast.dump(test.comparators[0])
    return False


def swallows(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(each, (ast.Pass, ast.Continue)) or (isinstance(each, ast.Return) and each.value is None) for each in handler.body)


def findings_of(test: ast.FunctionDef | ast.AsyncFunctionDef):
    """Yields (line, what is wrong) for one test function."""
    if not checks_something(test):
        yield test.lineno, f"{test.name} checks nothing"
    for node in ast.walk(test):
        if isinstance(node, ast.Assert) and always_true(node.test):
            yield node.lineno, "this assert is always true"
        if isinstance(node, ast.ExceptHandler) and swallows(node):
            yield node.lineno, "this except hides a failure; use pytest.raises"
    for call in calls(test):
        name = dotted(call.func)
        if name.rsplit(".", 1)[-1] == "raises" and call.args and dotted(call.args[0]) in BROAD:
            if not any(each.arg == "match" for each in call.keywords):
                yield call.lineno, f"raises({dotted(call.args[0])}) accepts any error; name the type, or add match="
        if name in ("time.sleep", "sleep"):
            yield call.lineno, "sleeping makes a test slow and random; wait for a condition or give the clock as an argument"
        if name.rsplit(".", 1)[-1] in ("called_once", "called_once_with", "called_with"):
            yield call.lineno, f"{name} is no check; use assert_{name.rsplit('.', 1)[-1]}"


def tests_in(body: list[ast.stmt]):
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test"):
            yield node
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from tests_in(node.body)


def check(file: Path):
    with tokenize.open(file) as source:
        tree = ast.parse(source.read(), str(file))

    def scope(body: list[ast.stmt], where: str):
        seen: dict[str, int] = {}
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test"):
                if node.name in seen:
                    yield node.lineno, f"{where}{node.name} replaces the test of that name in line {seen[node.name]}, which never runs"
                seen[node.name] = node.lineno
            elif isinstance(node, ast.ClassDef):
                yield from scope(node.body, f"{node.name}.")

    yield from scope(tree.body, "")
    for test in tests_in(tree.body):
        yield from findings_of(test)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="test files, or folders with them")
    count = 0
    for given in parser.parse_args(arguments).files:
        for file in sorted(given.rglob("test*.py")) if given.is_dir() else [given]:
            try:
                found = sorted(set(check(file)))
            except (OSError, SyntaxError, UnicodeDecodeError) as error:
                found = [(getattr(error, "lineno", None) or 1, f"was not read: {error}")]
            count += len(found)
            for line, message in found:
                print(f"{file}:{line}: {message}")
    print(f"{count} findings" if count != 1 else "1 finding", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
