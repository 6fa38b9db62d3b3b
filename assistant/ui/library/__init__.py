"""The library: what there is to read, how it is read and searched, and the learner's own files."""
