"""A transcript of Claude Code on disk that grows turn by turn, for the hooks that read it."""

import json
import os
import random
import time

MODEL = "claude-sonnet-4-5-20250929"


class Transcript:
    """A session of Claude Code on disk."""

    def __init__(self, path, seed):
        self.path, self.random, self.turns = path, random.Random(seed), 0
        self.session = os.path.basename(path).removesuffix(".jsonl")
        self.began = time.time() - 3_600

    def line(self, **members):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(self.began + self.turns / 100))
        return json.dumps({
            "parentUuid": None, "isSidechain": False, "userType": "external", "cwd": "/home/user/project",
            "sessionId": self.session, "version": "2.1.268", "gitBranch": "main",
            "timestamp": f"{moment}.{self.turns % 1000:03}Z", **members}, separators=(",", ":")) + "\n"

    def turn(self, length):
        """A message of the model, written in two lines as Claude Code does, and what a tool answered."""
        self.turns += 1
        usage = {"input_tokens": 3, "cache_creation_input_tokens": 700, "cache_read_input_tokens": 40_000}
        text = "".join(self.random.choices("etaoin shrdlu", k=200)) * max(1, length // 200)
        message = {"id": f"msg_{self.turns:020}", "type": "message", "role": "assistant", "model": MODEL}
        lines = []
        for output, content in ((1, {"type": "text", "text": text[:400]}), (450, {"type": "tool_use", "name": "Read"})):
            lines.append(self.line(type="assistant", requestId=f"req_{self.turns:020}", message={
                **message, "content": [content], "usage": {**usage, "output_tokens": output}}))
        lines.append(self.line(type="user", message={"role": "user", "content": text}))
        return "".join(lines)

    def grow(self, size):
        """Writes whole turns until the file has so many bytes."""
        with open(self.path, "a") as file:
            while file.tell() < size:
                file.write(self.turn(self.random.randint(200, 20_000)))

    def add(self):
        """Adds one turn."""
        with open(self.path, "a") as file:
            file.write(self.turn(2_000))

    def hook(self):
        """What Claude Code writes to a hook when a prompt is sent."""
        return json.dumps({
            "hook_event_name": "UserPromptSubmit", "session_id": self.session, "transcript_path": self.path,
            "cwd": "/home/user/project", "prompt": "go on"}).encode()
