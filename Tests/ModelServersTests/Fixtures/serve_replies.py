"""Serves recorded replies over HTTP: the model's name in a request says which of replies.json is the answer.

Prints "listening http://127.0.0.1:PORT". Beside the recorded ones it plays these models:
  slow        streams for two minutes          cut      breaks off in the middle of the body
  redirect    sends to another address         echo     an error that repeats the key it was sent; "echo-stream"
                                                        in a stream, "echo-late" in the middle of a long text
  likely      a reply with likelihoods made up for the test, and an unfinished one as "unfinished"
GET /requests gives what was asked so far, with the headers, the most requests at one time, and how many streams were
closed by the client. The first two requests to /v1/models with ?loading in the base path answer 503.
"""
import http.server
import json
import os
import threading
import time

replies = json.load(open(os.path.join(os.path.dirname(__file__), "replies.json")))
seen, lock = [], threading.Lock()
state = {"now": 0, "most": 0, "closed": 0, "loading": 2}
EXTRA = ["slow", "cut", "redirect", "echo", "likely", "unfinished", "decision", "gpt-4o-mini", "listed-only",
         "echo-stream", "echo-late", "gpt-4o"]


def event(content, candidates=None, finish=None):
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    if candidates is not None:
        choice["logprobs"] = {"content": [{"token": content, "logprob": -1.0, "top_logprobs": [
            {"token": token, "logprob": logprob} for token, logprob in candidates]}]}
    return "data: " + json.dumps({"model": "likely", "choices": [choice]}) + "\n\n"


LIKELY = (event('{"action"', [("x", -0.1)]) + event(': "', [("y", -0.1)])
          + event("SE", [("SE", -1.0), ("B", -2.0), ("HOLD", -3.0), ("SELL", -4.0), ("Z", -0.5), ("", -1.0)])
          + event('LL", "confidence": 61, "reasoning": "r"}', [("LL", -0.1)]) + event("", None, "stop"))
DECISION = {"choices": [{"index": 0, "finish_reason": "stop", "message": {
    "content": '{"action": "BUY", "confidence": 55, "reasoning": "up"}'}}]}


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def answer(self, status, body, kind="application/json"):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/requests":
            with lock:
                self.answer(200, json.dumps({"requests": seen, **state}))
        elif self.path.startswith("/loading/models") and state["loading"] > 0:
            state["loading"] -= 1
            self.answer(503, '{"error": {"message": "Loading model", "code": 503}}')
        elif self.path.startswith("/locked/"):
            self.answer(401, '{"error": {"message": "Invalid API Key ' + self.headers.get("Authorization", "") + '"}}')
        elif self.path.startswith("/other/"):
            self.answer(200, "<html>hello</html>", "text/html")
        else:
            self.answer(200, json.dumps({"data": [{"id": name} for name in list(replies) + EXTRA]}))

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with lock:
            seen.append({"path": self.path, "body": request, "key": self.headers.get("Authorization", "")})
            state["now"] += 1
            state["most"] = max(state["most"], state["now"])
        try:
            self.reply(request["model"])
        finally:
            with lock:
                state["now"] -= 1

    def reply(self, model):
        if model in replies:
            # The name in the recording is that of its model; the client asked for the recording's.
            body = replies[model]["body"]
            if model != "chat-unknown-model":
                body = body.replace("tiny-q4_0", model).replace("internvl3_5", model).replace("qwen3:0.6b", model)
            self.answer(replies[model]["status"], body)
        elif model in ("gpt-4o-mini", "gpt-4o"):
            self.answer(200, replies["openai-chat-stream-answer"]["body"], "text/event-stream")
        elif model == "slow":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(1200):
                    self.wfile.write(b": still thinking\n\n")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                with lock:
                    state["closed"] += 1
        elif model == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'data: {"choices"')
            self.close_connection = True
        elif model == "redirect":
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif model == "echo":
            self.answer(500, json.dumps({"error": {"message": "bad header\n" + self.headers["Authorization"]}}))
        elif model == "echo-stream":
            error = {"error": {"message": "bad header " + self.headers["Authorization"]}}
            self.answer(200, "data: " + json.dumps(error) + "\n\n", "text/event-stream")
        elif model == "echo-late":
            self.answer(500, json.dumps({"error": {"message": "x" * 180 + " " + self.headers["Authorization"]
                                                    + "y" * 500}}))
        elif model == "likely":
            self.answer(200, LIKELY, "text/event-stream")
        elif model == "unfinished":
            self.answer(200, event('{"action": "BUY"').replace("likely", "unfinished"), "text/event-stream")
        else:
            time.sleep(0.05)
            self.answer(200, json.dumps({"model": model, **DECISION}))


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(f"listening http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
