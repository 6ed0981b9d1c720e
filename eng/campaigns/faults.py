"""What the broker stands on, and what can be done to it: a small disk of its own, failing writes, a stepping clock."""

import errno
import fcntl
import os
import shutil
import struct
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))

# _IOR('X', 125, __u32): ext4 and xfs stop at once, and with 2 (no flush of the log) as a power cut would leave them.
IOC_SHUTDOWN, SHUTDOWN_NO_LOG_FLUSH = 0x8004587D, 2


class Shim:
    """faultshim.c and the file that tells it what to do."""

    def __init__(self, scratch):
        self._library = os.path.join(scratch, "faultshim.so")
        self._path = os.path.join(scratch, "faults")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", self._library, f"{HERE}/faultshim.c", "-ldl"],
                       check=True)
        self._write_errno = self._sync_errno = self.clock_offset_s = 0
        self._apply()

    @property
    def environment(self):
        return {"LD_PRELOAD": self._library, "CHAOS_FAULTS_FILE": self._path}

    def fail(self, writes=False, syncs=False):
        self._write_errno = errno.EIO if writes else 0
        self._sync_errno = errno.EIO if syncs else 0
        self._apply()

    def step_clock(self, seconds):
        self.clock_offset_s = seconds
        self._apply()

    def _apply(self):
        with open(self._path, "r+b" if os.path.exists(self._path) else "wb") as file:
            file.write(struct.pack("<iiq", self._write_errno, self._sync_errno, int(self.clock_offset_s * 1e9)))


class SmallDisk:
    """An ext4 file system in a file. Needs root and loop devices; `is_real` says whether there were any."""

    def __init__(self, scratch, size_bytes):
        self._image = os.path.join(scratch, "disk.img")
        self.root = os.path.join(scratch, "disk")
        os.mkdir(self.root)
        with open(self._image, "wb") as file:
            file.truncate(size_bytes)
        tools = all(shutil.which(tool) for tool in ("mkfs.ext4", "e2fsck", "mount"))
        self.is_real = tools and os.geteuid() == 0 and self._make()

    def fill(self, leave_bytes):
        """Takes all of the disk but so much, as another program on it might."""
        try:
            with open(self._ballast, "wb", buffering=0) as file:
                while (free := self.free() - leave_bytes) > 4096:
                    file.write(b"\0" * min(free, 1 << 20))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise

    def give_back(self):
        if os.path.exists(self._ballast):
            os.remove(self._ballast)
            # A power cut would bring it back otherwise.
            self._sync_names()

    def free(self):
        stat = os.statvfs(self.root)
        return stat.f_bavail * stat.f_frsize

    def cut_power(self):
        """What was not synced is gone; every write fails from now on."""
        fd = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.ioctl(fd, IOC_SHUTDOWN, struct.pack("I", SHUTDOWN_NO_LOG_FLUSH))
        finally:
            os.close(fd)

    def mount_again(self):
        self.unmount()
        # As a machine does when it comes up; 1 is "errors were corrected".
        check = subprocess.run(["e2fsck", "-f", "-p", self._image], capture_output=True, text=True)
        if check.returncode > 1:
            raise RuntimeError(f"e2fsck ended with {check.returncode}: {check.stdout}{check.stderr}")
        self._mount()

    def unmount(self):
        if self.is_real and os.path.ismount(self.root):
            subprocess.run(["umount", self.root], check=True)

    def _sync_names(self):
        fd = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    @property
    def _ballast(self):
        return os.path.join(self.root, "ballast")

    def _make(self):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        # No blocks for root alone: full is full, for the broker as for any other program.
        made = subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", self._image], **quiet)
        return made.returncode == 0 and self._mount(check=False, **quiet)

    def _mount(self, check=True, **how):
        return subprocess.run(["mount", "-o", "loop", self._image, self.root], check=check, **how).returncode == 0
