"""Small files, small functions."""

from __future__ import annotations

import ast

FILE_MOST, FILE_AIM = 400, 300
FUNCTION_MOST, FUNCTION_AIM = 60, 40
TEMPLATE_MOST, MACRO_MOST = 120, 40


def faults_in_python(name: str, source: str) -> list[str]:
    lines = source.count("\n") + 1
    faults = []
    if lines > FILE_MOST:
        faults.append(f"{name} has {lines} lines; at most {FILE_MOST}, the house aims at {FILE_AIM}: split it")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_MOST:
                faults.append(
                    f"{name}:{node.lineno} {node.name} has {length} lines; at most {FUNCTION_MOST}, "
                    f"the house aims at {FUNCTION_AIM} and likes ten"
                )
    return faults
