"""Exact operands, counts and times of the expressions that hasten watches; works for instrumented source.

An instrumented expression reads `(E if _hasten_off_7 or _hasten_next(_hasten_left_7, 0) else WATCHED)`, all of them names
in builtins: `_hasten_off_7` is a plain flag (some ns where it is set), `_hasten_left_7` an iterator that says how many
executions to let pass before the next one is looked at, so passing ones are still counted exactly. What looking costs
is measured as it goes; where it exceeds its budget, the flag is set and a thread takes it back a little later.
"""

import builtins
import os
import sys
from _thread import allocate_lock, start_new_thread
from itertools import repeat
from time import perf_counter_ns as clock

import _hasten_json
from _hasten_observe import Watch, cost_of_clock
from _hasten_wanted import part_wanted

# Of the elapsed time, what the probe may cost before it switches watches off; and when they come back.
BUDGET = 0.04
BACK = 0.03
GRACE = 5_000_000  # ns free of charge, so that short programs and first calls are seen whole
DEAREST = 300_000  # ns that one look can cost: beyond that another process had the processor
COUNTING = 25  # ns: what `next(repeat)` adds to an execution (measured on 3.8 to 3.14: 18 to 45)
FIRST = 50  # executions that are all looked at
FIRST_CALLS = 1000  # calls of one function that are all looked at
RUN = 32  # calls looked at in a row then: arguments often come again soon
CALLS = 0.015  # of the elapsed time, what looking at calls may cost
PAUSE = 0.01  # s between looks at whether watches can come back
FLUSH = 400_000_000  # ns between writes of the records, for programs that are killed; some 0.5 ms each

BUILTIN = type(len)  # also a built-in's bound method
MODULE = type(sys)  # whose functions may look at their caller's frame, as sys._getframe and warnings.warn do


class State:
    """The process's records; replaced whole in a forked child."""

    folder = ""
    started = 0
    spent = 0
    flushed = 0
    watches = {}
    keeper = False
    seed = 1
    exit = os._exit


def start(folder):
    """Lets instrumented modules find the probe."""
    State.folder = folder
    _reset()
    builtins._hasten_probe = sys.modules[__name__]
    builtins._hasten_next = next
    import atexit

    atexit.register(flush)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_reset)
    os._exit = _exit


def _exit(status):
    """In place of os._exit, which would lose the records of multiprocessing's children."""
    flush()
    State.exit(status)


def _reset():
    State.started = State.flushed = clock()
    State.spent = 0
    State.keeper = False
    State.seed = os.getpid() * 2654435761 % 2147483647 or 1
    cost_of_clock()
    for number in list(State.watches):
        watch = State.watches[number] = Watch(number)
        _let_pass(watch, 0)
        setattr(builtins, "_hasten_off_%d" % number, False)


def arm(numbers):
    """Called by an instrumented module before its first watched expression."""
    for number in numbers:
        if number not in State.watches:
            watch = State.watches[number] = Watch(number)
            _let_pass(watch, 0)
            setattr(builtins, "_hasten_off_%d" % number, False)


def _let_pass(watch, count):
    watch.passing = count
    watch.left = repeat(1, count)
    setattr(builtins, "_hasten_left_%d" % watch.number, watch.left)


def contains(number, needle, operand):
    """`needle in operand`, looked at."""
    watch = State.watches[number]
    entered = clock()
    watch.look(operand, sys._getframe(1))
    watch.look_at_needle(needle)
    begun = clock()
    try:
        return needle in operand
    finally:
        _settle(watch, entered, begun, clock())


def binary(number, left, right, position=0):
    """`left + right`, looked at; the operand is the left one unless `position` is 1."""
    watch = State.watches[number]
    entered = clock()
    watch.look(right if position else left, sys._getframe(1))
    begun = clock()
    try:
        return left + right
    finally:
        _settle(watch, entered, begun, clock())


def compare(number, left, right, operand, is_equal):
    """`left == right` (or `!=`) for an element of the operand, looked at; the time is that of the loop around, not known here."""
    watch = State.watches[number]
    entered = clock()
    watch.look(operand, sys._getframe(1))
    watch.look_at_needle(left)
    watch.look_at_needle(right)
    watch.look_at_turn(left, right)
    watch.timeless = True
    now = clock()
    _settle(watch, entered, now, now)
    return left == right if is_equal else left != right


def asked(number, operand, answer):
    """What a condition on an element of the operand came to, looked at; the time is that of the loop around, not known here."""
    watch = State.watches[number]
    entered = clock()
    watch.look(operand, sys._getframe(1))
    if watch.size is None:
        watch.look_at_owner(operand)
    watch.look_at_answer(answer)
    watch.timeless = True
    now = clock()
    _settle(watch, entered, now, now)
    return answer


def entered(number, arguments, *objects):
    """The call of a function that has just begun (a method of that object), looked at; true, so that it can stand in a condition."""
    watch = State.watches[number]
    begun = clock()
    watch.look_at_call(arguments, tuple(map(id, objects)))
    watch.timeless = True
    now = clock()
    _settle(watch, begun, now, now)
    return True


def given(number, arguments, wanted=None):
    """The arguments of a call that is about to begin, looked at: all, or those at the places `wanted`."""
    watch = State.watches[number]
    executions, begun = watch.passing + 1, clock()
    watch.look_at_call(arguments if wanted is None else tuple(arguments[at] for at in wanted))
    now = clock()
    _settle(watch, begun, now, now)
    watch.begin(executions)
    return arguments


def gave(number, result):
    """What that call gave: its time is over."""
    State.watches[number].end(clock())
    return result


def grown(number, value, piece):
    """What `value += piece` adds, looked at. A text is added to once more, for its time: the statement itself is no expression."""
    watch = State.watches[number]
    entered = clock()
    watch.look(value, sys._getframe(1))
    watch.look_at_needle(piece)
    begun = ended = clock()
    if type(piece) is type(value) and (type(value) is str or type(value) is bytes):
        value + piece
        ended = clock()
    else:
        watch.timeless = True
    _settle(watch, entered, begun, ended)
    return piece


def made(number, begun, container, kind, source):
    """A list or text that was made, since `begun`, for a part of it. The time is what making the rest took. Of `source` it was made.

    `kind`: `any` and `all` want it up to the first element as true or as false, `one` an element, `found` the first of
    those that a condition holds for, which lies anywhere, `copy` nothing of it. A level: `source` is a logger that wants it or not.
    """
    ended = clock()
    watch = State.watches[number]
    vain = int((ended - begun) * max(0.0, 1 - part_wanted(container, kind, source)))
    watch.look(source, sys._getframe(1))
    _settle(watch, begun, begun, begun + vain, ended - begun - vain)
    return container


def operand(number, value):
    """An operand alone: its expression cannot be timed."""
    watch = State.watches[number]
    entered = clock()
    watch.look(value, sys._getframe(1))
    watch.timeless = True
    now = clock()
    _settle(watch, entered, now, now)
    return value


def method(number, owner, name):
    """The bound method; its call is looked at. Attribute and arguments are evaluated in their own order."""
    watch = State.watches[number]
    entered = clock()
    bound = getattr(owner, name)
    watch.look(owner, sys._getframe(1))
    if not _is_builtin(bound) or type(owner) is MODULE:
        return _untimed(watch, entered, bound)
    if name == "sort" and type(owner) is list:
        return _sorting(watch, bound, owner)

    def watched(*arguments, **named):
        begun = clock()
        try:
            return bound(*arguments, **named)
        finally:
            ended = clock()
            watch.look_at_arguments(arguments)
            _settle(watch, entered, begun, ended)

    return watched


def call(number, function, position=0, is_pure=False):
    """The function; its call is looked at, the operand being its argument number `position`."""
    watch = State.watches[number]
    if not is_pure and not _is_builtin(function) and type(function) is not type:
        return _untimed(watch, clock(), function)
    if position == 0 and (function is sorted or function is min or function is max):
        return _sorting(watch, function)

    def watched(*arguments, **named):
        entered = clock()
        if len(arguments) > position:
            watch.look(arguments[position], sys._getframe(1))
        begun = clock()
        try:
            return function(*arguments, **named)
        finally:
            _settle(watch, entered, begun, clock())

    return watched


def _sorting(watch, function, owner=None):
    """`sorted`, `min`, `max`, or the `sort` of `owner`: now and then what is compared is looked at too."""

    def watched(*arguments, **named):
        entered = clock()
        if owner is None and arguments:
            watch.look(arguments[0], sys._getframe(1))
        key, is_due, given = named.get("key"), watch.is_due(), owner
        if is_due and key is not None:
            named["key"] = watch.seeing(key)
        begun = clock()
        try:
            made = function(*arguments, **named)
            if owner is None:
                given = made if function is sorted else arguments[0]
            return made
        finally:
            ended = clock()
            if is_due and key is None and type(given) is list:
                watch.look_at_compared(given)
            _settle(watch, entered, begun, ended)

    return watched


def _is_builtin(function):
    """Also a method that is told its class, as those of compiled patterns are."""
    kind = type(function)
    return kind is BUILTIN or (kind.__name__ == "builtin_method" and kind.__module__ == "builtins")


def _untimed(watch, entered, function):
    """Code of the user's is called by the user's frame: it may look at who calls it."""
    watch.timeless = True
    now = clock()
    _settle(watch, entered, now, now)
    return function


def _settle(watch, entered, begun, ended, own=0):
    """Books an execution that was looked at, and how many are let pass before the next look. `own`: ns after it that were the program's."""
    passed = watch.passing
    watch.count(passed + 1, entered, begun, ended)
    if watch.repeats is not None:
        following = _following_calls(watch, entered)
    elif watch.executions < FIRST:
        following = 0
    elif watch.paired:
        # Two in a row, so that a change between executions of one call is seen.
        following = watch.paired = 0
    else:
        watch.paired = 1
        following = _draw(watch.pace(entered))
    _let_pass(watch, following)
    now = clock()
    cost = passed * COUNTING + min(DEAREST, begun - entered + now - ended - own)
    State.spent += cost
    watch.cost += cost
    if State.spent > GRACE + BUDGET * (now - State.started) or _is_dear(watch, now, CALLS):
        _switch_off(watch, now)
    if now - State.flushed > FLUSH:
        flush()


def _following_calls(watch, entered):
    """Runs of calls are looked at, with pauses between them."""
    if watch.executions < FIRST_CALLS:
        return 0
    if watch.run:
        watch.run -= 1
        return 0
    watch.run = RUN
    return _draw(RUN * watch.pace(entered))


def _is_dear(watch, now, share):
    """A function's calls can come so often that nothing would be left for the other watches."""
    return watch.repeats is not None and watch.cost > GRACE / 2 + share * (now - State.started)


def _draw(mean):
    """A random number of executions with that mean, so that no period of the program's is followed."""
    State.seed = State.seed * 48271 % 2147483647  # Park and Miller's minimal standard generator
    return State.seed % (2 * mean + 1)


def _switch_off(watch, now):
    watch.close_window(now)
    setattr(builtins, "_hasten_off_%d" % watch.number, True)
    if not State.keeper:
        State.keeper = True
        try:
            start_new_thread(_keep, (State.started,))
        except RuntimeError:
            State.keeper = False


def _keep(generation):
    """Takes watches back as long as any is off: what they cost is then below budget again."""
    pause = allocate_lock()
    pause.acquire()
    while True:
        pause.acquire(True, PAUSE)
        if State.started != generation or sys.is_finalizing():
            return
        off = [watch for watch in list(State.watches.values()) if watch.off_since]
        now = clock()
        if not off:
            State.keeper = False
            return
        if State.spent < GRACE + BACK * (now - State.started):
            for watch in off:
                if _is_dear(watch, now, CALLS / 2):
                    continue
                watch.open_window(now)
                _let_pass(watch, 0)
                setattr(builtins, "_hasten_off_%d" % watch.number, False)


def flush():
    """Writes this process's records; the file is replaced whole."""
    entered = State.flushed = clock()
    records = [watch.record(entered) for watch in list(State.watches.values()) if watch.executions or watch.pending()]
    if records:
        name = "probe-%d-%d.json" % (os.getpid(), State.started)
        wall = entered - State.started
        _hasten_json.write(
            os.path.join(State.folder, name),
            {"pid": os.getpid(), "wall": wall, "spent": State.spent, "watches": records},
        )
