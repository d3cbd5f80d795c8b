# fish completion for downpour-get
complete -c downpour-get -f
complete -c downpour-get -s d -l folder -x -a '(__fish_complete_directories)' -d 'Put the files into this folder'
complete -c downpour-get -s j -l jobs -x -d 'Files at the same time, 1 to 64'
complete -c downpour-get -s i -l input-file -r -F -d 'Read links from this file'
complete -c downpour-get -l input-type -x -a 'text/plain text/markdown text/uri-list' -d 'What the input file holds'
complete -c downpour-get -l timeout -x -d 'Give up after so many seconds without a byte'
complete -c downpour-get -l tries -x -d 'Attempts without progress'
complete -c downpour-get -l ca-file -r -F -d 'Certificates to trust'
complete -c downpour-get -l dry-run -d 'Only print the links that were understood'
complete -c downpour-get -s q -l quiet -d 'Show no progress'
complete -c downpour-get -l json -d 'Print one JSON object for each event'
complete -c downpour-get -s h -l help -d 'Show the options'
complete -c downpour-get -l version -d 'Show the version'
