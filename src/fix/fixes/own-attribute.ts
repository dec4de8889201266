/** That the attribute (`self.grid`) is the object's own: no property, whose every reading may be another thing. */
export function isOwnAttribute(attribute: string): string {
  const [owner = "", name = ""] = attribute.split(".");
  const isPlain = `type(${owner}).__getattribute__ is object.__getattribute__ and "${name}" in vars(${owner})`;
  const ofClass = `getattr(type(${owner}), "${name}", None)`;
  return `${isPlain} and not hasattr(${ofClass}, "__set__") and not hasattr(${ofClass}, "__delete__")`;
}
