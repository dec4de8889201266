/** Sections of a table of offsets and the fields of each, in the order in which they lie; every field is a `uint64_t`. */
export type TableFields = Readonly<Record<string, string>>;

const common = {
  runtime_state: "size finalizing interpreters_head",
  pyobject: "size ob_type",
  tuple_object: "size ob_item ob_size",
  list_object: "size ob_item ob_size",
  dict_object: "size ma_keys ma_values",
  bytes_object: "size ob_size ob_sval",
} as const;

/** `_Py_DebugOffsets` of 3.13: `Include/internal/pycore_runtime.h`. */
const fieldsOf13: TableFields = {
  runtime_state: common.runtime_state,
  interpreter_state:
    "size id next threads_head gc imports_modules sysdict builtins ceval_gil " +
    "gil_runtime_state gil_runtime_state_enabled gil_runtime_state_locked gil_runtime_state_holder",
  thread_state: "size prev next interp current_frame thread_id native_thread_id datastack_chunk status",
  interpreter_frame: "size previous executable instr_ptr localsplus owner",
  code_object:
    "size filename name qualname linetable firstlineno argcount localsplusnames localspluskinds co_code_adaptive",
  pyobject: common.pyobject,
  type_object: "size tp_name tp_repr tp_flags",
  tuple_object: common.tuple_object,
  list_object: common.list_object,
  dict_object: common.dict_object,
  float_object: "size ob_fval",
  long_object: "size lv_tag ob_digit",
  bytes_object: common.bytes_object,
  unicode_object: "size state length asciiobject_size",
  gc: "size collecting",
};

/** Of 3.14: `Include/internal/pycore_debug_offsets.h`. Sections that nothing reads after `gen_object` are left out. */
const fieldsOf14: TableFields = {
  runtime_state: common.runtime_state,
  interpreter_state:
    "size id next threads_head threads_main gc imports_modules sysdict builtins ceval_gil " +
    "gil_runtime_state gil_runtime_state_enabled gil_runtime_state_locked gil_runtime_state_holder " +
    "code_object_generation tlbc_generation",
  thread_state: fieldsOf13["thread_state"] ?? "",
  interpreter_frame: "size previous executable instr_ptr localsplus owner stackpointer tlbc_index",
  code_object:
    "size filename name qualname linetable firstlineno argcount localsplusnames localspluskinds co_code_adaptive co_tlbc",
  pyobject: common.pyobject,
  type_object: "size tp_name tp_repr tp_flags",
  tuple_object: common.tuple_object,
  list_object: common.list_object,
  set_object: "size used table mask",
  dict_object: common.dict_object,
  float_object: "size ob_fval",
  long_object: "size lv_tag ob_digit",
  bytes_object: common.bytes_object,
  unicode_object: "size state length asciiobject_size",
  gc: "size collecting",
  gen_object: "size gi_name gi_iframe gi_frame_state",
};

/** Of 3.15, same header. */
const fieldsOf15: TableFields = {
  runtime_state: common.runtime_state,
  interpreter_state: fieldsOf14["interpreter_state"] ?? "",
  thread_state:
    "size prev next interp current_frame base_frame last_profiled_frame last_profiled_frame_seq thread_id " +
    "native_thread_id datastack_chunk status holds_gil gil_requested current_exception exc_state",
  err_stackitem: "exc_value",
  interpreter_frame: fieldsOf14["interpreter_frame"] ?? "",
  code_object: fieldsOf14["code_object"] ?? "",
  pyobject: common.pyobject,
  type_object: "size tp_name tp_repr tp_flags tp_basicsize tp_dictoffset",
  heap_type_object: "size ht_cached_keys",
  tuple_object: common.tuple_object,
  list_object: common.list_object,
  set_object: "size used table mask",
  dict_object: common.dict_object,
  float_object: "size ob_fval",
  long_object: "size lv_tag ob_digit",
  bytes_object: common.bytes_object,
  unicode_object: "size state length asciiobject_size compactunicodeobject_size",
  gc: "size collecting frame generation_stats_size generation_stats",
  gen_object: "size gi_name gi_iframe gi_frame_state",
};

/** What `_Py_DebugOffsets` holds after cookie, version and free-threaded flag, by minor version. */
export const debugOffsetsFields: Readonly<Record<number, TableFields>> = {
  13: fieldsOf13,
  14: fieldsOf14,
  15: fieldsOf15,
};
