import { type Flag, type Shape, spellings } from "./shape.js";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * A script that completes commands, flags, the values of flags with choices, and names of files. It is written from the
 * declared command line and starts nothing: Node at each press of the key would keep its user waiting.
 */
export function completionScript(shapes: readonly Shape[], shell: Shell): string {
  return { bash, zsh, fish }[shell](shapes);
}

/** Works on the bash 3.2 of macOS, and without the package bash-completion. */
function bash(shapes: readonly Shape[]): string {
  const names = shapes.map(({ name }) => name);
  return `# bash completion for hire-import. Load it with: source <(hire-import completion bash)
_hire_import() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words= files=
  # bash takes the = of --flag=value for a word of its own.
  if [[ $cur == "=" ]]; then cur=; elif [[ $prev == "=" ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if ((COMP_CWORD == 1)); then
    words=${quote([...names, "--help", "--version"].join(" "))}
  else
    case "\${COMP_WORDS[1]} $prev" in
${shapes.flatMap(valueCases).join("\n")}
      *)
        case "\${COMP_WORDS[1]} $cur" in
${shapes.map(flagsCase).join("\n")}
${shapes.map(operandCase).join("\n")}
        esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  # What has no words of its own is completed by readline with names of files.
  [[ -n $files ]] || compopt +o default 2>/dev/null
}
complete -o default -F _hire_import hire-import
`;
}

function valueCases({ name, flags }: Shape): string[] {
  return flags.flatMap((flag) => {
    if (flag.takes === undefined) return [];
    const pattern = spellings(flag).map((each) => quote(`${name} ${each}`));
    return [`      ${pattern.join("|")}) ${wordsOf(flag.takes)} ;;`];
  });
}

function flagsCase({ name, flags }: Shape): string {
  return `          ${quote(`${name} -`)}*) words=${quote(flags.flatMap(spellings).join(" "))} ;;`;
}

const operandCase = ({ name, takes }: Shape): string => `          ${quote(`${name} `)}*) ${wordsOf(takes)} ;;`;

function wordsOf(takes: Shape["takes"]): string {
  if (takes === "file") return "files=1";
  return typeof takes === "object" ? `words=${quote(takes.join(" "))}` : ":";
}

function zsh(shapes: readonly Shape[]): string {
  return `#compdef hire-import
# zsh completion for hire-import. Load it with: source <(hire-import completion zsh)
_hire_import() {
  local -a commands
  commands=(
${shapes.map(({ name, summary }) => `    ${quote(`${name}:${summary.replaceAll(":", "\\:")}`)}`).join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${shapes.map(zshCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _hire_import ]]; then _hire_import "$@"; else compdef _hire_import hire-import; fi
`;
}

function zshCase({ name, flags, takes }: Shape): string {
  const operand = takes === undefined ? [] : [quote(`*:${zshAction(takes)}`)];
  const all = [...flags.map(zshFlag), ...operand];
  return `    ${name}) _arguments -s \\\n      ${all.join(" \\\n      ")} ;;`;
}

function zshFlag(flag: Flag): string {
  const text = `[${flag.summary.replace(/[[\]\\:]/g, "\\$&")}]`;
  const value = flag.takes === undefined ? "" : `:${zshAction(flag.takes)}`;
  const names = spellings(flag);
  const [only = ""] = names;
  return names.length === 1
    ? quote(`*${only}${text}${value}`)
    : `${quote(`(${names.join(" ")})`)}{${names.join(",")}}${quote(`${text}${value}`)}`;
}

function zshAction(takes: Shape["takes"]): string {
  if (takes === "file") return "file:_files";
  return typeof takes === "object" ? `value:(${takes.join(" ")})` : "value: ";
}

function fish(shapes: readonly Shape[]): string {
  const lines = shapes.flatMap(({ name, summary, flags, takes }) => [
    `complete -c hire-import -n __fish_use_subcommand -a ${name} -d ${quoteForFish(summary)}`,
    ...flags.map((flag) => `complete -c hire-import -n ${seen(name)} ${fishFlag(flag)}`),
    ...(takes === undefined || takes === "text"
      ? []
      : [`complete -c hire-import -n ${seen(name)} ${fishValue(takes).replace(/^-[rx] ?/, "")}`]),
  ]);
  return `# fish completion for hire-import. Load it with: hire-import completion fish | source
complete -c hire-import -f
${lines.join("\n")}
`;
}

const seen = (name: string): string => quoteForFish(`__fish_seen_subcommand_from ${name}`);

function fishFlag({ short, long, summary, takes }: Flag): string {
  const names = [...(short === undefined ? [] : [`-s ${short.slice(1)}`]), `-l ${long.slice(2)}`];
  return [...names, `-d ${quoteForFish(summary)}`, fishValue(takes)].join(" ").trimEnd();
}

function fishValue(takes: Shape["takes"]): string {
  if (takes === undefined) return "";
  if (takes === "file") return "-r -F";
  return typeof takes === "object" ? `-x -a ${quoteForFish(takes.join(" "))}` : "-x";
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const quoteForFish = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
