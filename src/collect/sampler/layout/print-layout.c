/*
 * Prints, as JSON, where the fields of a CPython's structures lie: the source of `constants.ts`. Compiled against the headers
 * of one CPython, 3.8 to 3.15:
 *
 *     cc -I.../include/python3.N -I.../include/python3.N/internal print-layout.c -o print-layout && ./print-layout
 *
 * -DMUTEX_OF_AARCH64_GLIBC   as a build for aarch64 with glibc, whose pthread_mutex_t has 48 bytes instead of 40
 * -DPy_GIL_DISABLED          as a free-threaded build (3.13 and newer)
 * `./print-layout table`     writes `_Py_DebugOffsets` as that build would hold it (3.13 and newer)
 */
#define Py_BUILD_CORE 1
#include <pthread.h>
#ifdef MUTEX_OF_AARCH64_GLIBC
typedef union {
    char bytes[48];
    long alignment;
} mutex_of_aarch64_glibc;
#define pthread_mutex_t mutex_of_aarch64_glibc
#endif

#include <Python.h>
#include <frameobject.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#if PY_VERSION_HEX < 0x030b0000
#include <code.h>
#endif
#include <internal/pycore_gil.h>
#include <internal/pycore_pystate.h>
#if PY_VERSION_HEX >= 0x03090000
#include <internal/pycore_interp.h>
#include <internal/pycore_runtime.h>
#endif
#if PY_VERSION_HEX >= 0x030b0000
#include <internal/pycore_frame.h>
#include <internal/pycore_genobject.h>
#endif
#if PY_VERSION_HEX >= 0x030d0000
#include <internal/pycore_ceval.h>
#include <internal/pycore_runtime_init.h>
#endif
#if PY_VERSION_HEX >= 0x030e0000
#include <internal/pycore_debug_offsets.h>
#include <internal/pycore_interpframe_structs.h>
#endif

static const char *separator = "";

static void open_group(const char *name)
{
    printf("%s\n  \"%s\": {", separator, name);
    separator = "";
}

static void close_group(void)
{
    printf(" }");
    separator = ",";
}

static void field(const char *name, long value)
{
    printf("%s \"%s\": %ld", separator, name, value);
    separator = ",";
}

#define AT(type, member) ((long)offsetof(type, member))
#define SIZE(type) ((long)sizeof(type))

#if PY_VERSION_HEX < 0x030c0000
#define BEFORE_12(value) (value)
#else
#define BEFORE_12(value) (-1L)
#endif
#if PY_VERSION_HEX < 0x030b0000
#define BEFORE_11(value) (value)
#define FROM_11(value) (-1L)
#else
#define BEFORE_11(value) (-1L)
#define FROM_11(value) (value)
#endif
#if PY_VERSION_HEX < 0x030c0000
#define FROM_12(value) (-1L)
#else
#define FROM_12(value) (value)
#endif
#if PY_VERSION_HEX < 0x030d0000
#define FROM_13(value) (-1L)
#else
#define FROM_13(value) (value)
#endif
#if PY_VERSION_HEX < 0x030f0000
#define FROM_15(value) (-1L)
#else
#define FROM_15(value) (value)
#endif
#ifdef Py_GIL_DISABLED
#define FREE_THREADED(value) (value)
#else
#define FREE_THREADED(value) (-1L)
#endif
#if PY_VERSION_HEX >= 0x030e0000
#define FREE_THREADED_FROM_14(value) FREE_THREADED(value)
#else
#define FREE_THREADED_FROM_14(value) (-1L)
#endif

static void print_runtime(void)
{
    open_group("runtime");
    field("interpretersHead", AT(_PyRuntimeState, interpreters.head));
    field("currentThread", BEFORE_12(AT(_PyRuntimeState, gilstate.tstate_current)));
    field("gil", BEFORE_12(AT(_PyRuntimeState, ceval.gil)));
#if PY_VERSION_HEX < 0x03090000
    field("finalizing", AT(_PyRuntimeState, finalizing));
#else
    field("finalizing", AT(_PyRuntimeState, _finalizing));
#endif
    close_group();
    open_group("gil");
    field("locked", AT(struct _gil_runtime_state, locked));
    field("lastHolder", AT(struct _gil_runtime_state, last_holder));
    field("enabled", FREE_THREADED(AT(struct _gil_runtime_state, enabled)));
    field("size", SIZE(struct _gil_runtime_state));
    close_group();
}

static void print_interpreter(void)
{
    open_group("interpreter");
    field("next", AT(PyInterpreterState, next));
    field("id", AT(PyInterpreterState, id));
#if PY_VERSION_HEX < 0x030b0000
    field("threadsHead", AT(PyInterpreterState, tstate_head));
#else
    field("threadsHead", AT(PyInterpreterState, threads.head));
#endif
#if PY_VERSION_HEX < 0x03090000
    field("gcCollecting", -1);
#else
    field("gcCollecting", AT(PyInterpreterState, gc.collecting));
#endif
    field("gil", FROM_12(AT(PyInterpreterState, ceval.gil)));
#if PY_VERSION_HEX < 0x030c0000
    field("modules", AT(PyInterpreterState, modules));
#else
    field("modules", AT(PyInterpreterState, imports.modules));
#endif
    field("sysdict", AT(PyInterpreterState, sysdict));
    close_group();
#if PY_VERSION_HEX < 0x03090000
    field("runtimeGcCollecting", AT(_PyRuntimeState, gc.collecting));
#else
    field("runtimeGcCollecting", -1);
#endif
}

static void print_thread(void)
{
    open_group("thread");
    field("next", AT(PyThreadState, next));
    field("interpreter", AT(PyThreadState, interp));
#if PY_VERSION_HEX < 0x030b0000
    field("frame", AT(PyThreadState, frame));
#elif PY_VERSION_HEX < 0x030d0000
    field("frame", AT(PyThreadState, cframe));
#else
    field("frame", AT(PyThreadState, current_frame));
#endif
    field("datastackChunk", FROM_11(AT(PyThreadState, datastack_chunk)));
    field("datastackTop", FROM_11(AT(PyThreadState, datastack_top)));
    field("threadId", AT(PyThreadState, thread_id));
    field("nativeThreadId", FROM_11(AT(PyThreadState, native_thread_id)));
    field("status", FROM_13(AT(PyThreadState, _status)));
    field("holdsGil", FROM_15(AT(PyThreadState, holds_gil)));
    field("gilRequested", FROM_15(AT(PyThreadState, gil_requested)));
    field("baseFrame", FROM_15(AT(PyThreadState, base_frame)));
    field("size", SIZE(PyThreadState));
    close_group();
#if PY_VERSION_HEX >= 0x030b0000 && PY_VERSION_HEX < 0x030d0000
    field("cframeCurrentFrame", AT(_PyCFrame, current_frame));
#else
    field("cframeCurrentFrame", -1);
#endif
}

#if PY_VERSION_HEX < 0x030b0000
typedef PyFrameObject frame_struct;
#else
typedef _PyInterpreterFrame frame_struct;
#endif

static void print_frame(void)
{
    open_group("frame");
#if PY_VERSION_HEX < 0x030b0000
    field("previous", AT(frame_struct, f_back));
#else
    field("previous", AT(frame_struct, previous));
#endif
#if PY_VERSION_HEX < 0x030d0000
    field("code", AT(frame_struct, f_code));
#else
    field("code", AT(frame_struct, f_executable));
#endif
#if PY_VERSION_HEX < 0x030b0000
    field("instruction", AT(frame_struct, f_lasti));
    field("localsplus", AT(frame_struct, f_localsplus));
#elif PY_VERSION_HEX < 0x030d0000
    field("instruction", AT(frame_struct, prev_instr));
    field("localsplus", AT(frame_struct, localsplus));
#else
    field("instruction", AT(frame_struct, instr_ptr));
    field("localsplus", AT(frame_struct, localsplus));
#endif
    field("owner", FROM_11(AT(frame_struct, owner)));
#if PY_VERSION_HEX < 0x030a0000
    field("stackTop", AT(frame_struct, f_stacktop));
#elif PY_VERSION_HEX < 0x030b0000
    field("stackTop", AT(frame_struct, f_stackdepth));
#elif PY_VERSION_HEX < 0x030e0000
    field("stackTop", AT(frame_struct, stacktop));
#else
    field("stackTop", AT(frame_struct, stackpointer));
#endif
    field("valueStack", BEFORE_11(AT(frame_struct, f_valuestack)));
#if PY_VERSION_HEX < 0x030b0000
    field("functionObject", -1);
#elif PY_VERSION_HEX < 0x030c0000
    field("functionObject", AT(frame_struct, f_func));
#else
    field("functionObject", AT(frame_struct, f_funcobj));
#endif
    field("globals", AT(frame_struct, f_globals));
    field("threadLocalCode", FREE_THREADED_FROM_14(AT(frame_struct, tlbc_index)));
#if PY_VERSION_HEX < 0x030b0000
    field("size", AT(frame_struct, f_localsplus));
#else
    field("size", AT(frame_struct, localsplus));
#endif
    close_group();
}

static void print_owners(void)
{
    open_group("owners");
    field("thread", FROM_11(FRAME_OWNED_BY_THREAD));
    field("generator", FROM_11(FRAME_OWNED_BY_GENERATOR));
    field("frameObject", FROM_11(FRAME_OWNED_BY_FRAME_OBJECT));
#if PY_VERSION_HEX >= 0x030e0000
    field("interpreter", FRAME_OWNED_BY_INTERPRETER);
#else
    field("interpreter", -1);
#endif
#if PY_VERSION_HEX >= 0x030c0000 && PY_VERSION_HEX < 0x030f0000
    field("cstack", FRAME_OWNED_BY_CSTACK);
#else
    field("cstack", -1);
#endif
    close_group();
}

static void print_code(void)
{
    open_group("code");
    field("filename", AT(PyCodeObject, co_filename));
    field("name", AT(PyCodeObject, co_name));
    field("qualname", FROM_11(AT(PyCodeObject, co_qualname)));
    field("firstLine", AT(PyCodeObject, co_firstlineno));
#if PY_VERSION_HEX < 0x030a0000
    field("lineTable", AT(PyCodeObject, co_lnotab));
#else
    field("lineTable", AT(PyCodeObject, co_linetable));
#endif
    field("argumentCount", AT(PyCodeObject, co_argcount));
    field("flags", AT(PyCodeObject, co_flags));
#if PY_VERSION_HEX < 0x030b0000
    field("localNames", AT(PyCodeObject, co_varnames));
    field("localsCount", AT(PyCodeObject, co_nlocals));
#else
    field("localNames", AT(PyCodeObject, co_localsplusnames));
    field("localsCount", AT(PyCodeObject, co_nlocalsplus));
#endif
    field("names", AT(PyCodeObject, co_names));
#if PY_VERSION_HEX < 0x030b0000
    field("instructions", AT(PyCodeObject, co_code));
#else
    field("instructions", AT(PyCodeObject, co_code_adaptive));
#endif
    field("cellNames", BEFORE_11(AT(PyCodeObject, co_cellvars)));
    field("freeNames", BEFORE_11(AT(PyCodeObject, co_freevars)));
    field("stackSize", AT(PyCodeObject, co_stacksize));
    field("threadLocalCode", FREE_THREADED_FROM_14(AT(PyCodeObject, co_tlbc)));
    field("size", SIZE(PyCodeObject));
    close_group();
}

static void print_objects(void)
{
    open_group("object");
    field("type", AT(PyObject, ob_type));
    field("size", SIZE(PyObject));
    close_group();
    open_group("type");
    field("name", AT(PyTypeObject, tp_name));
    field("flags", AT(PyTypeObject, tp_flags));
    field("dictOffset", AT(PyTypeObject, tp_dictoffset));
    field("basicSize", AT(PyTypeObject, tp_basicsize));
    close_group();
    open_group("unicode");
    field("length", AT(PyASCIIObject, length));
    field("state", AT(PyASCIIObject, state));
    field("asciiSize", SIZE(PyASCIIObject));
    field("compactSize", SIZE(PyCompactUnicodeObject));
    close_group();
    open_group("bytes");
    field("size", AT(PyBytesObject, ob_base.ob_size));
    field("data", AT(PyBytesObject, ob_sval));
    close_group();
    open_group("tuple");
    field("size", AT(PyTupleObject, ob_base.ob_size));
    field("items", AT(PyTupleObject, ob_item));
    close_group();
    open_group("list");
    field("size", AT(PyListObject, ob_base.ob_size));
    field("items", AT(PyListObject, ob_item));
    close_group();
    open_group("dict");
    field("used", AT(PyDictObject, ma_used));
    field("keys", AT(PyDictObject, ma_keys));
    field("values", AT(PyDictObject, ma_values));
    close_group();
    open_group("set");
    field("used", AT(PySetObject, used));
    close_group();
}

static void print_callables(void)
{
    open_group("generator");
#if PY_VERSION_HEX < 0x030b0000
    field("frame", AT(PyGenObject, gi_frame));
#else
    field("frame", AT(PyGenObject, gi_iframe));
#endif
    field("name", AT(PyGenObject, gi_name));
    close_group();
    open_group("builtin");
    field("method", AT(PyCFunctionObject, m_ml));
    field("methodName", AT(PyMethodDef, ml_name));
    close_group();
}

#if PY_VERSION_HEX >= 0x030e0000
static const _Py_DebugOffsets table = _Py_DebugOffsets_INIT(_Py_Debug_Cookie);
#elif PY_VERSION_HEX >= 0x030d0000
/* The table comes only with the whole runtime, whose functions are not at hand: link with -Wl,--unresolved-symbols=ignore-all. */
_PyRuntimeState runtime = _PyRuntimeState_INIT(runtime, _Py_Debug_Cookie);
#define table runtime.debug_offsets
#endif

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "table") == 0) {
#if PY_VERSION_HEX >= 0x030d0000
        fwrite(&table, sizeof table, 1, stdout);
#endif
        return 0;
    }
    printf("{ \"version\": [%d, %d], \"isFreeThreaded\": %s, \"pointerSize\": %d", PY_MAJOR_VERSION, PY_MINOR_VERSION,
           FREE_THREADED(1L) == 1L ? "true" : "false", (int)sizeof(void *));
    separator = ",";
    print_runtime();
    print_interpreter();
    print_thread();
    print_frame();
    print_owners();
    print_code();
    print_objects();
    print_callables();
    printf("\n}\n");
    return 0;
}
