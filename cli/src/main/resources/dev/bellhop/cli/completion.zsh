#compdef bellhop
# Completes bellhop in zsh: the command itself knows what may come next.
_bellhop() {
    local line
    local -a found
    for line in "${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
            _files
            return
        fi
        [[ -n $line ]] && found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    _describe -t bellhop bellhop found
}
compdef _bellhop bellhop 2>/dev/null
# Loaded from a folder in fpath, this file is the function itself.
if [[ ${funcstack[1]-} == _bellhop ]]; then _bellhop "$@"; fi
