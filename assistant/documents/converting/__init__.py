"""PDF, Word and PowerPoint -> Markdown, in a process of its own.

What people drop in can be broken or hostile, and the libraries that read it are large: they run in a child process with
limits on time and memory, without network, so that the worst a file can do is not to be read.
"""

from assistant.documents.converting.conversion import CONVERTIBLE, convert, isolation
from assistant.documents.converting.limits import LIMITS, Limits
from assistant.documents.converting.problems import ConversionError

__all__ = ["CONVERTIBLE", "LIMITS", "ConversionError", "Limits", "convert", "isolation"]
