"""Read the text of files that people upload: plain text, PDF, Word, OpenDocument and RTF.

`extract` parses a file in a child process with limits of memory, time and size (child.py). Nothing is written to disk
and nothing is logged but sizes. A file that can't be read gives a sentence that says what to do instead (problems.py).
"""
