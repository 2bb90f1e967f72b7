"""Says what is wrong with the data files: one function per rule, every problem in one run, each at its exact place."""
