/** Commands whose outputs are to be told apart although one shell prints them all: opening a shell costs more than most. */
export type SectionCommands = Readonly<Record<string, string>>;

const mark = '@latency-farm:';

/** One command text that runs all commands and prints each output under the command's name. Never fails as a whole. */
export function sectionedCommand(commands: SectionCommands): string {
  const parts = Object.entries(commands).map(
    ([name, command]) => `echo ${mark}${name}\n{ ${command}; } 2>/dev/null`,
  );
  return [...parts, 'true'].join('\n');
}

/** The outputs by name, from what {@link sectionedCommand} printed; empty for a command that printed nothing. */
export function splitSections<Name extends string>(
  commands: Readonly<Record<Name, string>>,
  output: string,
): Record<Name, string> {
  const sections = Object.fromEntries(Object.keys(commands).map((name) => [name, ''])) as Record<
    Name,
    string
  >;
  for (const part of output.replaceAll('\r\n', '\n').split(mark).slice(1)) {
    const lineEnd = part.indexOf('\n');
    const name = part.slice(0, lineEnd) as Name;
    if (name in sections) sections[name] = part.slice(lineEnd + 1);
  }
  return sections;
}
