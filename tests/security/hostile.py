# SPDX-License-Identifier: MIT
"""Results that someone else prepared execute nothing:  hostile.py PROGRAM_DIR

A run, a plan, a figure and a table are made whose names, labels, captions and cells are HTML, SVG, shell and
gnuplot; the report and a picture are made of them. The report is read with an HTML parser: it may hold no
script but its own, no handler, no address that runs something, no element that a payload brought along.
"""
import glob
import html.parser
import json
import os
import subprocess
import sys
import tempfile

programs = os.path.abspath(sys.argv[1])
PAYLOADS = [
    '<script>hostile()</script>',
    '"><img src=x onerror=hostile()>',
    "'><svg onload=hostile()>",
    '</td></table><iframe src="javascript:hostile()">',
    '<a href="javascript:hostile()">x</a>',
    '&lt;script&gt;hostile()',
]
PAYLOAD = ' '.join(PAYLOADS)
SVG = ('<svg xmlns="http://www.w3.org/2000/svg" onload="hostile()"><script>hostile()</script>'
       '<foreignObject><iframe src="javascript:hostile()"/></foreignObject></svg>')
ALLOWED = set('html head meta title style body script header nav main section h1 h2 h3 h4 p ul ol li b i em code '
              'span div a table thead tbody tr th td figure figcaption img dl dt dd br sub sup details summary '
              'footer small strong article button input label select option time'.split())


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.scripts, self.faults, self.text, self.inside = [], [], '', None

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        if tag not in ALLOWED:
            self.faults.append('element ' + tag)
        for name, value in attributes:
            value = (value or '').strip().lower()
            if name.startswith('on'):
                self.faults.append(f'handler {name} of {tag}')
            if name in ('href', 'src', 'action', 'srcdoc', 'xlink:href') and (
                    value.startswith(('javascript:', 'data:text', 'vbscript:')) or name == 'srcdoc'):
                self.faults.append(f'address {value[:40]}')
        if tag == 'script':
            self.scripts.append('')

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == 'script':
            self.scripts[-1] += data
        else:
            self.text += data


def run(*words, expected=(0,)):
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert done.returncode in expected, (words, done.returncode, done.stderr)
    return done


def read_report(results):
    run(os.path.join(programs, 'verigan'), 'report', '--out', results)
    pages = glob.glob(os.path.join(results, 'report', '*.html'))
    assert pages, 'no report'
    found = Page()
    for page in pages:
        with open(page, encoding='utf-8', errors='strict') as file:
            found.feed(file.read())
    return found


def poison(results):
    [folder] = glob.glob(os.path.join(results, 'alpha_toy', '*'))
    path = os.path.join(folder, 'manifest.json')
    with open(path) as file:
        manifest = json.load(file)
    manifest.update(title=PAYLOAD, preset=PAYLOAD)
    manifest['provenance'] = {key: PAYLOAD if isinstance(value, str) else value
                              for key, value in manifest['provenance'].items()}
    manifest['diagnosis'] = {'measured': PAYLOAD, 'findings': [
        {'finding': PAYLOAD, 'since': 1, 'last': 2, 'present': True, 'evidence': PAYLOAD}]}
    with open(path, 'w') as file:
        json.dump(manifest, file)
    with open(os.path.join(results, 'plan.json'), 'w') as file:
        json.dump({'alpha_toy': {'preset': PAYLOAD, 'folders': [os.path.relpath(folder, results)],
                                 'labels': [PAYLOAD], 'skipped': [PAYLOAD]}}, file)
    with open(os.path.join(programs, 'catalogue.json')) as file:
        catalogue = json.load(file)
    figure, table = catalogue['figures'][0]['id'], catalogue['tables'][0]['id']
    for name in ('figures', 'tables'):
        os.makedirs(os.path.join(results, name), exist_ok=True)
    stem = os.path.join(results, 'figures', figure)
    with open(stem + '.svg', 'w') as file:
        file.write(SVG)
    with open(stem + '.png', 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n')
    with open(stem + '.json', 'w') as file:
        json.dump({'id': figure, 'title': PAYLOAD, 'caption': PAYLOAD + ' x_{<b>}', 'companions': [PAYLOAD]}, file)
    quoted = '"' + PAYLOAD.replace('"', '""') + '"'
    with open(os.path.join(results, 'tables', table + '.csv'), 'w') as file:
        file.write(f'{quoted},b\n{quoted},1\n')


def check_report(place):
    results = os.path.join(place, 'results')
    run(os.path.join(programs, 'alpha_toy'), '--preset', 'smoke', '--steps', '20', '--out', results)
    clean = read_report(results)
    assert not clean.faults, clean.faults
    poison(results)
    found = read_report(results)
    assert not found.faults, found.faults
    assert len(found.scripts) == len(clean.scripts), 'a script came along'
    assert all('hostile' not in script for script in found.scripts), found.scripts
    shown = found.text.count('<script>hostile()</script>')
    assert shown >= 5, f'the payload is shown as text {shown} times: is it read at all?'
    return shown


def check_pictures(place):
    os.chdir(place)
    mark = os.path.join(place, 'mark')
    for name in (f"a'; system('touch {mark}'); '.csv", f'`touch {mark}`.csv', f'$(touch {mark}).csv',
                 f'a"; system("touch {mark}"); ".csv', f'a\nsystem("touch {mark}")\n.csv'):
        name = name.replace('/', '_')  # a file's name; the command then makes its mark in this folder
        with open(name, 'w') as file:
            file.write('0,1\n1,1\n')
        before = set(os.listdir(place))
        run(os.path.join(programs, 'verigan'), 'theory', '--p', 'csv:' + name, '--q', 'uniform(0,1)',
            '--plot', 'pair.svg')
        new = set(os.listdir(place)) - before - {'pair.svg'}
        assert not new, f'a name was executed: {new}'
        with open('pair.svg', encoding='utf-8') as file:
            assert '<script' not in file.read().lower()


with tempfile.TemporaryDirectory() as place:
    shown = check_report(place)
    check_pictures(place)
print(f'{len(PAYLOADS)} payloads, shown as text {shown} times; nothing executed')
