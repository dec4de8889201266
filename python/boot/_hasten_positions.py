"""Where in the source an instruction lies, from the code object alone (`dis` is too heavy to import)."""


def position_of(code, lasti):
    """(line, column, end line, end column) of the instruction at byte offset `lasti`; columns are None before 3.11.

    Columns are byte offsets into the line's UTF-8, as CPython has them; the reader turns them into characters.
    """
    if lasti < 0:
        return (code.co_firstlineno, None, None, None)
    if hasattr(code, "co_positions"):
        # One entry for each two-byte unit, inline caches included (PEP 657).
        for index, (line, end_line, column, end_column) in enumerate(code.co_positions()):
            if index == lasti >> 1:
                if line is None:
                    break
                return (line, column, end_line, end_column)
        return (_line_before(code, lasti), None, None, None)
    if hasattr(code, "co_lines"):
        return (_line_before(code, lasti), None, None, None)
    return (_line_by_lnotab(code, lasti), None, None, None)


def _line_before(code, lasti):
    """The line of the range that holds the instruction, or of the last one before it that has a line (PEP 626)."""
    last = code.co_firstlineno
    for start, end, line in code.co_lines():
        if start > lasti:
            break
        if line is not None:
            last = line
        if lasti < end:
            break
    return last


def _line_by_lnotab(code, lasti):
    """PyCode_Addr2Line of CPython 3.8 and 3.9 (Objects/codeobject.c)."""
    line, address, table = code.co_firstlineno, 0, code.co_lnotab
    for index in range(0, len(table), 2):
        address += table[index]
        if address > lasti:
            break
        step = table[index + 1]
        line += step - 0x100 if step >= 0x80 else step
    return line
