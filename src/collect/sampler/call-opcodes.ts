/** Opcodes that enter other code, by what they do. */
export interface CallOpcodes {
  /** Calls of what lies on the evaluation stack, specialised forms included. */
  readonly calls: readonly number[];
  /** Those of `calls` that have been specialised for Python functions: no C code runs under them. */
  readonly pythonCalls: readonly number[];
  /** Resume a generator or coroutine that lies on the evaluation stack. */
  readonly iterates: readonly number[];
  /** Move values about: no other code runs under them, but for finalizers and signal handlers. */
  readonly quiet: readonly number[];
}

/** By minor version, from each version's own `dis` and `opcode` modules (`scripts/print-call-opcodes.py`). */
export const callOpcodes: Readonly<Record<number, CallOpcodes>> = {
  8: {
    calls: [131, 141, 142, 161],
    pythonCalls: [],
    iterates: [72, 93],
    quiet: [2, 3, 4, 5, 6, 9, 100, 102, 103, 110, 111, 112, 113, 116, 124, 125, 135, 136, 144, 149, 152, 158],
  },
  9: {
    calls: [131, 141, 142, 161],
    pythonCalls: [],
    iterates: [72, 93],
    quiet: [2, 3, 4, 5, 6, 9, 100, 102, 103, 110, 111, 112, 113, 116, 121, 124, 125, 135, 136, 144],
  },
  10: {
    calls: [131, 141, 142, 161],
    pythonCalls: [],
    iterates: [72, 93],
    quiet: [2, 3, 4, 5, 6, 9, 34, 99, 100, 102, 103, 110, 111, 112, 113, 116, 121, 124, 125, 135, 136, 144],
  },
  11: {
    calls: [22, 23, 24, 142, 171],
    pythonCalls: [23, 24],
    iterates: [93, 123],
    quiet: [
      2, 9, 34, 38, 44, 45, 46, 47, 48, 55, 64, 65, 66, 67, 72, 73, 76, 77, 78, 80, 81, 99, 100, 102, 103, 110, 111,
      112, 113, 116, 120, 121, 124, 125, 127, 134, 135, 136, 137, 140, 141, 143, 144, 149, 150, 151, 161, 166, 167, 172,
    ],
  },
  12: {
    calls: [23, 24, 28, 29, 34, 38, 39, 40, 41, 42, 44, 45, 46, 47, 48, 56, 142, 171, 241, 244],
    pythonCalls: [23, 24, 28],
    iterates: [65, 93, 123, 168, 248],
    quiet: [
      2, 9, 62, 63, 64, 84, 86, 88, 99, 100, 102, 103, 110, 111, 112, 116, 120, 124, 125, 127, 134, 135, 136, 137, 140,
      143, 144, 149, 151, 154, 158, 172, 240, 245, 246, 260, 261, 266,
    ],
  },
  13: {
    calls: [
      53, 54, 57, 70, 163, 164, 165, 166, 167, 168, 169, 170, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 244,
      245, 246,
    ],
    pythonCalls: [70, 163, 164, 177, 178],
    iterates: [72, 104, 187, 208, 243],
    quiet: [
      30, 34, 47, 52, 61, 62, 71, 77, 78, 79, 83, 84, 85, 86, 87, 88, 91, 94, 110, 111, 112, 115, 149, 188, 189, 190,
      203, 204, 207, 236, 248, 249, 256, 257, 258, 267,
    ],
  },
  14: {
    calls: [
      4, 52, 55, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 156, 157, 158, 159, 160, 161, 162, 163, 164,
      165, 250, 251, 252, 255,
    ],
    pythonCalls: [144, 145, 151, 153, 161, 162, 255],
    iterates: [70, 106, 171, 197, 237],
    quiet: [
      27, 28, 33, 46, 51, 59, 60, 69, 75, 76, 77, 81, 82, 83, 84, 85, 86, 87, 88, 89, 92, 94, 97, 112, 113, 114, 117,
      128, 172, 173, 174, 175, 176, 190, 191, 192, 193, 196, 239, 240, 245, 253, 257, 258, 259, 260, 261, 266,
    ],
  },
  15: {
    calls: [
      4, 50, 53, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 159, 160, 161, 162, 163, 164, 165,
      166, 167, 168, 249, 250, 251, 254,
    ],
    pythonCalls: [145, 146, 152, 154, 156, 164, 165, 254],
    iterates: [68, 105, 174, 178, 202, 203, 204, 236],
    quiet: [
      25, 26, 31, 44, 49, 57, 58, 67, 74, 75, 76, 80, 81, 82, 83, 84, 85, 86, 87, 88, 91, 93, 96, 111, 112, 113, 116,
      128, 175, 176, 177, 181, 182, 196, 197, 200, 201, 238, 239, 244, 252, 257, 258, 259, 260, 261, 266,
    ],
  },
};

/**
 * Units between the instruction that made a call and where the frame points to while the call lasts: up to 3.12 it points to
 * the last of the inline cache (`_PyOpcode_Caches`: 3.11 CALL 4; 3.12 CALL 3, FOR_ITER and SEND 1).
 * The longest comes first: what lies in a cache can look like any opcode.
 */
export const callDistances: Readonly<Record<number, readonly number[]>> = { 11: [4, 0], 12: [3, 1, 0] };
