"""The translators' door: which texts there are, what is missing in a language, and whether a translation fits."""
