import type { Failure } from "../../model/failure.js";
import { columnPolicy } from "./column-policy.js";
import { columnsOf, type Mapping } from "./mapping.js";

/** Takes out of failures what stands in columns that say who somebody is, whichever field or condition read it. */
export function redactor(mapping: Mapping): (failure: Failure) => Failure {
  const hidden = new Set(columnsOf(mapping).filter((title) => !columnPolicy(mapping, title).may_be_shown));
  const hide = ({ value, also, ...failure }: Failure): Failure => {
    const titles = failure.column?.split(", ") ?? [];
    return {
      ...failure,
      ...(value === undefined || titles.some((title) => hidden.has(title)) ? {} : { value }),
      ...(also === undefined ? {} : { also: also.map(hide) }),
    };
  };
  return hidden.size === 0 ? (failure) => failure : hide;
}
