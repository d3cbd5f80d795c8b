# SPDX-License-Identifier: GPL-3.0-or-later
"""Many files at once as a tutorial has it: a thread for each link, a request in each thread.

    python3 tutorial.py LIST FOLDER
"""
import os
import sys
import threading

import requests


def download(url, folder):
    response = requests.get(url, timeout=60)
    response.raise_for_status()
    with open(os.path.join(folder, url.rsplit("/", 1)[1]), "wb") as file:
        file.write(response.content)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        urls = file.read().split()
    threads = [threading.Thread(target=download, args=(url, sys.argv[2])) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


main()
