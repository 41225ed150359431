#!/usr/bin/env python3
"""Infers Pydantic v2 models from JSON samples and prints them as Python. Standard library, Python 3.9 or newer."""

from __future__ import annotations

import argparse
import builtins
import json
import keyword
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Names that a model has itself, or that pydantic keeps for itself.
RESERVED = {"copy", "dict", "list", "json", "construct", "schema", "validate", "fields", "parse_obj", "parse_raw", "parse_file", "from_orm", "register"}
ORDER = ["bool", "int", "float", "date", "AwareDatetime", "datetime", "UUID", "str"]
IMPORTS = {"date": "datetime", "datetime": "datetime", "UUID": "uuid", "Any": "typing"}


@dataclass
class Shape:
    """What was seen in one place of all samples."""

    seen: int = 0
    null: bool = False
    plain: set[str] = field(default_factory=set)
    objects: int = 0
    properties: dict[str, Shape] = field(default_factory=dict)
    items: Shape | None = None

    def add(self, value: object) -> None:
        self.seen += 1
        if value is None:
            self.null = True
        elif isinstance(value, dict):
            self.objects += 1
            for key, inner in value.items():
                self.properties.setdefault(key, Shape()).add(inner)
        elif isinstance(value, list):
            self.items = self.items or Shape()
            for inner in value:
                self.items.add(inner)
        else:
            self.plain.add(plain_type(value))


def plain_type(value: object) -> str:
    if not isinstance(value, str):
        return type(value).__name__
    if UUID.fullmatch(value):
        return "UUID"
    if DATE.fullmatch(value):
        return "date"
    found = DATE_TIME.fullmatch(value)
    if found:
        return "AwareDatetime" if found.group(3) else "datetime"
    return "str"


def field_name(key: str) -> str:
    """A valid, snake_case Python name for a JSON key."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", key)
    name = re.sub(r"\W+", "_", name).strip("_").lower() or "field"
    if name[0].isdigit():
        name = f"field_{name}"
    if keyword.iskeyword(name) or name in RESERVED or name.startswith("model_") or name in IMPORTS or hasattr(builtins, name) and name in ORDER:
        name += "_"
    return name


def class_name(key: str) -> str:
    words = re.split(r"[^0-9A-Za-z]+|(?<=[a-z0-9])(?=[A-Z])", key)
    name = "".join(word[:1].upper() + word[1:] for word in words if word) or "Model"
    return f"Model{name}" if name[0].isdigit() else name


def singular(key: str) -> str:
    if key.lower().endswith("ies") and len(key) > 4:
        return f"{key[:-3]}y"
    if re.search(r"(ss|us|is)$", key.lower()) or not key.lower().endswith("s") or len(key) < 3:
        return key
    return key[:-2] if re.search(r"(ch|sh|x|ss)es$", key.lower()) else key[:-1]


class Models:
    """Collects the classes; equal shapes get one class, different ones with the same name get a longer name."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        self.bodies: dict[str, str] = {}
        self.used: set[str] = set()

    def type_of(self, shape: Shape, key: str, owner: str) -> str:
        """The annotation for a place, with None when null was seen there."""
        kinds = set(shape.plain)
        if {"date", "datetime", "AwareDatetime", "UUID", "str"} & kinds and len(kinds - {"int", "float", "bool"}) > 1:
            times = kinds & {"datetime", "AwareDatetime", "date"}
            text = kinds - {"int", "float", "bool"}
            kinds -= text
            # Some with and some without a zone are times still; anything else mixed is just text.
            kinds.add("datetime" if text == times and "date" not in times else "str")
        if {"int", "float"} <= kinds:
            kinds.remove("int")
        parts = sorted(kinds, key=ORDER.index)
        if shape.items is not None:
            inner = self.type_of(shape.items, singular(key), owner) if shape.items.seen else "Any"
            parts.append(f"list[{inner}]")
        if shape.objects:
            parts.append(self.model(shape, class_name(key), owner) if shape.properties else "dict[str, Any]")
        if not parts:
            parts.append("Any")
        if shape.null and parts != ["Any"]:
            parts.append("None")
        self.used.update(re.findall(r"\w+", " ".join(parts)))
        return " | ".join(parts)

    def model(self, shape: Shape, name: str, owner: str) -> str:
        lines, taken = [], set()
        for key, inner in shape.properties.items():
            python = field_name(key)
            while python in taken:
                python += "_"
            taken.add(python)
            annotation = self.type_of(inner, key, name)
            optional = inner.seen < shape.objects
            if optional and not re.search(r"\b(None|Any)$", annotation):
                annotation += " | None"
            arguments = ["default=None"] if optional else []
            if python != key:
                arguments.append(f"alias={json.dumps(key, ensure_ascii=False)}")
            default = f" = Field({', '.join(arguments)})" if python != key else " = None" if optional else ""
            lines.append(f"    {python}: {annotation}{default}")
        config = f'extra="{self.extra}"' + (", populate_by_name=True" if any("alias=" in line for line in lines) else "")
        body = "\n".join([f"    model_config = ConfigDict({config})", "", *lines])
        for candidate in self.names(name, owner):
            if self.bodies.setdefault(candidate, body) == body:
                return candidate
        raise AssertionError("names() never ends")

    def names(self, name: str, owner: str):
        reserved = {"Any", "Field", "BaseModel", "ConfigDict", "AwareDatetime", "RootModel", "UUID", "None", "True", "False"}
        if name not in reserved:
            yield name
        yield f"{owner}{name}"
        number = 2
        while True:
            yield f"{owner}{name}{number}"
            number += 1


def source(root: Shape, name: str, extra: str) -> str:
    """The Python source for samples of shape `root`. Several samples are several documents of one kind."""
    models = Models(extra)
    top = models.type_of(root, name, "")
    pydantic = ["BaseModel", "ConfigDict"] if models.bodies else []
    text = "\n\n\n".join(f"class {each}(BaseModel):\n{body}" for each, body in models.bodies.items())
    if "Field(" in text:
        pydantic.append("Field")
    if "AwareDatetime" in models.used:
        pydantic.append("AwareDatetime")
    if not (root.objects and root.properties and top == class_name(name)):
        pydantic.append("RootModel")
        root_name = class_name(name) if class_name(name) not in models.bodies else f"{class_name(name)}Document"
        text += ("\n\n\n" if text else "") + f"class {root_name}(RootModel[{top}]):\n    pass"
    imports: dict[str, list[str]] = {}
    for each in sorted(models.used & IMPORTS.keys()):
        imports.setdefault(IMPORTS[each], []).append(each)
    head = [f"from {module} import {', '.join(names)}" for module, names in sorted(imports.items())]
    head += [""] if head else []
    head.append(f"from pydantic import {', '.join(sorted(pydantic))}")
    return "\n".join(head) + f"\n\n\n{text}\n"


def documents(text: str) -> list[object]:
    """One JSON document, or one a line. A list at the top counts as several documents."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]
    return value if isinstance(value, list) and value else [value]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="JSON files; - is standard input")
    parser.add_argument("--name", default="Model", help="name of the outermost model")
    parser.add_argument("--extra", choices=["ignore", "forbid", "allow"], default="ignore", help="what happens to unknown keys")
    asked = parser.parse_args(arguments)
    root = Shape()
    for file in asked.files:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
            for value in documents(text):
                root.add(value)
        except (OSError, ValueError) as error:
            print(f"infer_model: {file}: {error}", file=sys.stderr)
            return 1
    print(source(root, asked.name, asked.extra), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
