import type { FieldDefinition } from "../../model/payload.js";
import type { PersonKeyKind } from "../../model/person.js";
import { saying } from "../../texts/saying.js";
import type { MappedField, PersonField, PersonKeySource } from "../rows/mapping.js";
import { compileField } from "./compile-field.js";
import type { FieldContext } from "./field-context.js";
import type { FieldSpec, ResolveSpec } from "./schema.js";

/** The identification_type of the page of batch_get_id. */
const DOCUMENTS = {
  1: "Chinese identity card",
  2: "passport",
  3: "Hong Kong and Macau residence permit",
  4: "Taiwan travel permit",
  5: "another ID document",
  6: "Hong Kong and Macau travel permit",
  9: "Taiwan residence permit",
} as const;

const KINDS = ["email", "mobile", "identification"] as const satisfies readonly PersonKeyKind[];
const CONTEXTS = { mobile: "mobile_code", identification: "identification_type" } as const;

const part = (name: string, meaning: string): FieldDefinition => ({ name, kind: "text", required: false, meaning });

const SHAPES: Readonly<Record<keyof ResolveSpec, FieldDefinition>> = {
  email: part("email", "an email address of the person"),
  mobile: part("mobile", "a mobile number of the person"),
  mobile_code: part("mobile_code", "country code of the mobile number"),
  identification: part("identification", "number of an ID document"),
  identification_type: {
    ...part("identification_type", "type of the ID document"),
    kind: "choice",
    choices: DOCUMENTS,
  },
};

/** A field with `resolve`, checked; undefined where the file notes a problem. */
export function compilePerson(spec: FieldSpec, shape: FieldDefinition, context: FieldContext): PersonField | undefined {
  const { file, path, required, is_key } = context;
  const { resolve = {}, ...others } = spec;
  const place = [...path, "resolve"];
  for (const setting of Object.keys(others))
    file.problem([...path, setting], saying("means_nothing_beside", { setting: "resolve" }));
  if (shape.resolvable === undefined || is_key) {
    file.problem(place, saying("not_resolvable", { field: shape.name }));
    return undefined;
  }
  for (const [kind, setting] of Object.entries(CONTEXTS) as [keyof typeof CONTEXTS, keyof ResolveSpec][]) {
    if (resolve[setting] !== undefined && resolve[kind] === undefined) {
      file.problem([...place, setting], saying("means_nothing_without", { setting: kind }));
    }
  }
  const compile = (name: keyof ResolveSpec): MappedField | undefined => {
    const given = resolve[name];
    const part_context = { ...context, path: [...place, name], required: false };
    return given === undefined ? undefined : compileField(given, SHAPES[name], part_context);
  };
  const kinds = kindsInOrder(resolve);
  if (kinds.length === 0) file.problem(place, saying("names_none_of", { names: KINDS }));
  const keys = kinds.flatMap((kind): PersonKeySource[] => {
    const value = compile(kind);
    const about = kind === "email" ? undefined : compile(CONTEXTS[kind]);
    return value === undefined ? [] : [{ kind, value, ...(about === undefined ? {} : { context: about }) }];
  });
  return { shape, required, keys };
}

/** The mapping file's own order: it is the order in which Feishu is asked. */
function kindsInOrder(resolve: ResolveSpec): PersonKeyKind[] {
  return Object.keys(resolve).filter((name): name is PersonKeyKind => KINDS.some((kind) => kind === name));
}
