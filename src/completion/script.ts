export const bashScript = `# bash completion for hive; put it where bash-completion looks, or source it.
_hive() {
  local words
  mapfile -t words < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  mapfile -t COMPREPLY < <(compgen -W "\${words[*]}" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _hive hive
`

const zsh = `#compdef hive
_hive() {
  local -a candidates
  candidates=("\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if (( \${#candidates} )) && [[ -n \${candidates[1]} ]]; then
    compadd -- "\${candidates[@]}"
  else
    _files
  fi
}
compdef _hive hive
`

const fish = `function __hive_complete
  set -l words (commandline -opc)
  hive complete -- $words[2..] (commandline -ct) 2>/dev/null
end
complete -c hive -a '(__hive_complete)'
`

/** The scripts that make shells ask `hive complete` for what may stand at the cursor, by the shell's name. */
export const completionScripts: Readonly<Record<string, string>> = {bash: bashScript, zsh, fish}
