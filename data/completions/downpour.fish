# fish completion for downpour
complete -c downpour -f
complete -c downpour -s h -l help -d 'Show the options'
complete -c downpour -l version -d 'Show the version'
complete -c downpour -l gapplication-service -d 'Start without a window'
