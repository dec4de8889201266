"""A signal through a filter of 16 taps."""
import numpy as np


def filtered(signal, taps):
    out = np.zeros(len(signal))
    for i in range(len(taps) - 1, len(signal)):
        total = 0.0
        for k in range(len(taps)):
            total += taps[k] * signal[i - k]
        out[i] = total
    return out


random = np.random.RandomState(29)
smooth = filtered(random.random_sample(250_000), random.random_sample(16))
print(repr(smooth[100]), repr(smooth.max()), repr(smooth[15:].sum()))
