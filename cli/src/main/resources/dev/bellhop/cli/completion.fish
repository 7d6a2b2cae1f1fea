# Completes bellhop in fish: the command itself knows what may come next.
function __bellhop_complete
    set -l typed (commandline -opc)
    set -l last (commandline -ct)
    for line in ($typed[1] __complete -- $typed[2..-1] "$last" 2>/dev/null)
        if test "$line" = ':files'
            __fish_complete_path "$last"
        else
            echo $line
        end
    end
end
complete -c bellhop -f -a '(__bellhop_complete)'
