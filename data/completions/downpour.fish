# fish completion for downpour
complete -c downpour -f
complete -c downpour -s h -l help -d 'Show the options'
complete -c downpour -l version -d 'Show the version'
complete -c downpour -l gapplication-service -d 'Start without a window'
complete -c downpour -l add-paused -d 'Add the links, to be started later'
complete -c downpour -l list -d 'Print what is in the list'
complete -c downpour -l json -d 'With --list: one JSON object for each file'
complete -c downpour -l pause-all -d 'Pause all downloads'
complete -c downpour -l resume-all -d 'Let all downloads go on'
complete -c downpour -l quit -d 'Close Downpour'
