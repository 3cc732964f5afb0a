"""A PostgreSQL of the test's own, on a unix socket in a folder of its own, ended by its process id. Only processes are killed here, never
the machine, so fsync stays off: what PostgreSQL has written the system keeps. Commits are written before they are acknowledged."""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

PROGRAMS = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


class Cluster:
    def __init__(self):
        if not PROGRAMS:
            raise SystemExit("PostgreSQL is not installed: apt install postgresql-15")
        self.programs = PROGRAMS[-1]
        self.folder = tempfile.mkdtemp(prefix="anju-postgres-")
        self.owner = {}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self.owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self.server = None
        self.run("initdb", "-D", f"{self.folder}/data", "-U", "anju", "--auth=trust", "--locale=C", "-E", "UTF8", "--no-sync")
        self.start()
        self.run("createdb", "-h", self.folder, "-U", "anju", "-T", "template0", "--locale=C", "-E", "UTF8", "anju_test")
        self.url = f"postgresql://anju@/anju_test?host={self.folder}&port=5432"

    def run(self, program, *arguments):
        done = subprocess.run([self.programs / program, *arguments], cwd=self.folder, capture_output=True, text=True, **self.owner)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return done.stdout

    def start(self):
        with open(f"{self.folder}/server.log", "ab") as log:
            self.server = subprocess.Popen(
                [self.programs / "postgres", "-D", f"{self.folder}/data", "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}",
                 "-c", "fsync=off", "-c", "max_connections=100", "-c", "max_locks_per_transaction=512", "-c", "shared_buffers=64MB"],
                cwd=self.folder, stdout=log, stderr=log, **self.owner)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            ready = subprocess.run([self.programs / "pg_isready", "-q", "-h", self.folder, "-U", "anju", "-d", "postgres"], cwd=self.folder)
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("PostgreSQL did not start: " + pathlib.Path(f"{self.folder}/server.log").read_text()[-2000:])

    def stop(self, how):
        """`how`: signal.SIGINT ends sessions and stops in order, signal.SIGQUIT stops at once as a crash would."""
        self.server.send_signal(how)
        self.server.wait(20)

    def sql(self, text):
        return self.run("psql", "-h", self.folder, "-U", "anju", "-d", "anju_test", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text).strip()

    def hold(self, text):
        """A psql left in an open transaction; end it with .kill() and .wait()."""
        psql = subprocess.Popen([self.programs / "psql", "-h", self.folder, "-U", "anju", "-d", "anju_test", "-X", "-q", "-v", "ON_ERROR_STOP=1"],
                                cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **self.owner)
        psql.stdin.write(f"BEGIN; {text}; \\echo held\n")
        psql.stdin.flush()
        assert psql.stdout.readline().strip() == "held"
        return psql

    def remove(self):
        if self.server.poll() is None:
            self.stop(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)
