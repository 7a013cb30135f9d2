"""How fast the house answers, measured against the least a Flask page can cost."""
