/** What may follow a command, by the words before it: `""` has the commands, `hosts add` the options of that. */
export type FollowingWords = ReadonlyMap<string, readonly string[]>;

/** Shells that scripts are written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script that lets a shell complete `farm`: it looks words up, and starts no program. */
export function completionScript(shell: Shell, words: FollowingWords): string {
  if (shell === 'fish') return fishScript(words);
  // zsh runs what is written for bash.
  return shell === 'zsh'
    ? `autoload -U +X bashcompinit && bashcompinit\n${bashScript(words)}`
    : bashScript(words);
}

function bashScript(words: FollowingWords): string {
  const cases = [...words].map(([path, following]) => `    '${path}') words='${following.join(' ')}' ;;\n`);
  return `_farm() {
  local path='' words='' word=''
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) _farm_known "\${path:+$path }$word" && path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${cases.join('')}  esac
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
_farm_known() {
  case "$1" in
${[...words.keys()]
  .filter((path) => path !== '')
  .map((path) => `    '${path}') return 0 ;;\n`)
  .join('')}  esac
  return 1
}
complete -o default -F _farm farm
`;
}

function fishScript(words: FollowingWords): string {
  const cases = [...words].map(
    ([path, following]) => `        case '${path}'\n            printf '%s\\n' ${following.join(' ')}\n`,
  );
  const known = [...words.keys()].filter((path) => path !== '').map((path) => `'${path}'`);
  return `function __farm_words
    set -l path ''
    for word in (commandline --tokenize --cut-at-cursor --current-process)[2..]
        set -l longer (string trim "$path $word")
        contains -- $longer ${known.join(' ')}; and set path $longer
    end
    switch "$path"
${cases.join('')}    end
end
complete --command farm --arguments '(__farm_words)'
`;
}
