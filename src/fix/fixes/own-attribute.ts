/** That the attribute (`self.grid`) is the object's own: no property, whose every reading may be another thing. */
export function isOwnAttribute(attribute: string): string {
  const [owner = "", name = ""] = attribute.split(".");
  const isPlain = `type(${owner}).__getattribute__ is object.__getattribute__ and "${name}" in vars(${owner})`;
  // As it stands in the class: asked of the class, a descriptor may answer with something else than itself.
  const ofClass = `vars(each).get("${name}")`;
  const isFree = `not hasattr(${ofClass}, "__set__") and not hasattr(${ofClass}, "__delete__")`;
  return `${isPlain} and all(${isFree} for each in type(${owner}).__mro__)`;
}
