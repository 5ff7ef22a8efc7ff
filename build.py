"""The one command of a fresh machine: makes .venv, installs the locked dependencies, hands over to clausebook.

    python3 build.py                  build the site into site/
    python3 build.py test [ARGS]      run all tests (ARGS go to pytest)
    python3 build.py COMMAND [ARGS]   any other clausebook command, such as: check, serve

Standard library only, and written so that an old Python can still read it and say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed"
LOCKS = {"build": ROOT / "requirements" / "build.txt", "test": ROOT / "requirements" / "test.txt"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class CannotGoOn(Exception):
    """Something is missing that only the user can provide; the message says what."""


def main(arguments):
    """Run the command that `arguments` (without the program's name) ask for; returns the exit code."""
    try:
        check_python(sys.version_info)
        testing = arguments[:1] == ["test"]
        install("test" if testing else "build", run)
        if testing:
            find_browser(run)
            return subprocess.call([str(python()), "-m", "pytest", *arguments[1:]], cwd=str(ROOT))
        # -P: no module is looked for in the folder in which this was started.
        return subprocess.call([str(python()), "-P", "-m", "clausebook", *(arguments or ["build"])])
    except CannotGoOn as problem:
        say(f"cannot go on: {problem}")
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130


def say(line):
    """Print what is being done, apart from the output of the commands themselves."""
    print(f"build.py: {line}", file=sys.stderr, flush=True)


def run(command):
    """Run a command quietly; its output is shown only when it fails. Returns whether it went well."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        return False
    if done.returncode:
        sys.stderr.write(done.stdout[-2000:])
    return done.returncode == 0


def check_python(version):
    """Raise CannotGoOn for a Python before 3.11."""
    if tuple(version[:2]) < (3, 11):
        raise CannotGoOn(f"Python 3.11 or newer is needed, this is {version[0]}.{version[1]}")


def python():
    """The interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(lock):
    """What the installation depends on: the lock, how the package is installed, and this Python."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (lock, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install(kind, run):
    """Make .venv as the lock `kind` ("build" or "test") wants it; nothing is done when it is already so.

    The test lock holds the build lock's packages too, so an environment for tests serves for building.
    """
    wanted = {name: fingerprint(lock) for name, lock in LOCKS.items()}
    installed = STAMP.read_text().split() if STAMP.is_file() else []
    if wanted[kind] in installed and python().exists():
        return
    if not os.access(str(ROOT), os.W_OK):
        raise CannotGoOn(f"the folder {ROOT} is read-only")
    try:
        if not python().exists():
            say("making .venv")
            if not run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
                raise CannotGoOn("no virtual environment can be made (Debian: apt install python3-venv)")
        say(f"installing what {LOCKS[kind].relative_to(ROOT)} lists")
        pip = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if not run([*pip, "--require-hashes", "-r", str(LOCKS[kind])]):
            raise CannotGoOn("the dependencies could not be installed; is there a network?")
        if not run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]):
            raise CannotGoOn("clausebook itself could not be installed")
        done = [wanted["test"], wanted["build"]] if kind == "test" else [wanted["build"]]
        STAMP.write_text("\n".join(done))
    except OSError as error:
        raise CannotGoOn(f"{error.filename or VENV}: {error.strerror}") from error


def find_browser(run):
    """Install Chromium from Debian's packages where there is no Chrome or Chromium."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    root = not hasattr(os, "geteuid") or os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    if not shutil.which("apt-get"):
        raise CannotGoOn("the tests need Chrome or Chromium; install one of them")
    say("installing Chromium for the tests")
    install_it = [*sudo, "apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
    if not (run([*sudo, "apt-get", "update"]) and run(install_it)):
        raise CannotGoOn("the tests need Chromium, and it could not be installed (apt install chromium)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
