"""What must be true of every template, read from its source."""

from __future__ import annotations

import ast
import re

from tests.house.checks.sizes import MACRO_MOST, TEMPLATE_MOST

_MACRO = re.compile(r"\{%-?\s*macro\s+(\w+).*?\{%-?\s*endmacro", re.DOTALL)
_FORM_MARKUP = re.compile(r"<(input|select|textarea)\b(?![^>]*type=.hidden)")
_MAIL = ("shell/mail.html",)  # mail programs read no stylesheets
_USES = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s*["']([^"']+)["']""")


def faults_in_template(name: str, source: str) -> list[str]:
    faults = []
    lines = source.count("\n") + 1
    if lines > TEMPLATE_MOST:
        faults.append(f"{name} has {lines} lines; at most {TEMPLATE_MOST}: move a part of it to a file of its own")
    for macro in _MACRO.finditer(source):
        length = macro.group(0).count("\n") + 1
        if length > MACRO_MOST:
            faults.append(f"{name}: the macro {macro.group(1)} has {length} lines; at most {MACRO_MOST}")
    if name not in _MAIL and (re.search(r"\sstyle\s*=\s*[\"']", source) or "<style" in source):
        faults.append(f"{name} has inline style; put it in static/css")
    if re.search(r"\son[a-z]+\s*=\s*[\"']", source):
        faults.append(f"{name} has an inline handler; use data-does")
    if not name.startswith("parts/") and (found := _FORM_MARKUP.search(source)):
        faults.append(f"{name} writes <{found.group(1)}> itself; use the macros of parts/forms.html")
    if name.endswith(".html") and "|safe" in source.replace(" ", ""):
        faults.append(f"{name} marks something safe; build Markup in a filter with a test")
    return faults


def used_templates(source: str) -> set[str]:
    return set(_USES.findall(source))


def pages_of_views(source: str) -> list[tuple[str, int, set[str], bool]]:
    """Each view of a file: its name, its line, the templates it renders, and whether it answers GET."""
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and (methods := _methods(node)):
            rendered = {
                str(call.args[0].value)
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
                and isinstance(call.func, (ast.Attribute, ast.Name))
                and (call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id) == "page"
                and call.args
                and isinstance(call.args[0], ast.Constant)
            }
            found.append((node.name, node.lineno, rendered, "GET" in methods))
    return found


def _methods(view: ast.FunctionDef) -> set[str]:
    methods: set[str] = set()
    for decorator in view.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
            if decorator.func.attr in ("get", "post"):
                methods.add(decorator.func.attr.upper())
            elif decorator.func.attr == "route":
                listed = [k.value for k in decorator.keywords if k.arg == "methods"]
                names = [
                    e.value
                    for v in listed
                    if isinstance(v, (ast.List, ast.Tuple))
                    for e in v.elts
                    if isinstance(e, ast.Constant)
                ]
                methods |= {str(name) for name in names} or {"GET"}
    return methods


def faults_in_views(room: str, name: str, source: str) -> list[str]:
    """A view that answers GET with a page shows the template of its own name."""
    return [
        f"{name}:{line} the view {view} shows {', '.join(sorted(pages))}, not {room}/{view}.html"
        for view, line, pages, gets in pages_of_views(source)
        if gets and pages and not any(_belongs(room, view, page) for page in pages)
    ]


def _belongs(room: str, view: str, page: str) -> bool:
    """`people/person.html` for the view `person` of people; `people_desk/` where the room's folder is taken;
    the parts' own specimens."""
    return page in (f"{room}/{view}.html", f"{room}_desk/{view}.html") or page.startswith("parts/")
