"""The rules, one function each. Its docstring is the rule's documentation, and its examples are run by the tests."""
