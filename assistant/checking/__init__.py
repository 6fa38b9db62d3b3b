"""Whether a passage supports a sentence, and the citations that say so."""
