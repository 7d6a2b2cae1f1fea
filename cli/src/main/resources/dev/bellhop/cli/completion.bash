# Completes bellhop in bash: the command itself knows what may come next.
_bellhop() {
    local words cur cut line
    read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
    [[ ${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]] && words+=('')
    cur=${words[${#words[@]} - 1]}
    # Bash replaces what stands behind the last of its own word breaks, such as the @ of an address.
    cut=''
    if [[ $COMP_WORDBREAKS == *@* && $cur == *[@:=]* ]]; then cut=${cur%"${cur##*[@:=]}"}; fi
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${cur#"$cut"}")
        else
            line=${line%%$'\t'*}
            COMPREPLY+=("${line#"$cut"}")
        fi
    done < <("${words[0]}" __complete -- "${words[@]:1}" 2>/dev/null)
}
complete -F _bellhop bellhop
