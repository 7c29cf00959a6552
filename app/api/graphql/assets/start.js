// Starts GraphiQL: queries and changes are sent by POST, subscriptions followed as event streams of graphql-sse.
window.addEventListener("load", () => {
  const root = ReactDOM.createRoot(document.getElementById("graphiql"));
  const said = document.getElementById("said");
  let token = sessionStorage.getItem("token") ?? "";
  let followed = 0;

  function say(detail) {
    said.textContent = detail ?? (followed ? "Following." : "");
  }

  function sent(asked, options, accept, signal) {
    const headers = { "Content-Type": "application/json", Accept: accept, ...(options?.headers ?? {}) };
    if (token) headers["Authorization"] = `Bearer ${token}`;
    return fetch("/graphql", { method: "POST", headers, body: JSON.stringify(asked), signal });
  }

  // What GraphiQL shows of an answer; a problem of the request as a whole is said above it, too.
  async function shown(answer) {
    const told = await answer.json();
    say(told.detail);
    return told.errors?.[0]?.message || told.data ? told : { errors: [{ message: told.detail, extensions: told }] };
  }

  async function* messages(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let ahead = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (ahead + value).split("\n\n");
      ahead = parts.pop();
      for (const part of parts) yield Object.fromEntries(part.split("\n").map((line) => line.split(/: ?(.*)/s, 2)));
    }
  }

  async function follow(asked, options, observer, signal) {
    const answer = await sent(asked, options, "text/event-stream", signal);
    if (!answer.ok) {
      observer.next(await shown(answer));
      return;
    }
    followed += 1;
    say();
    try {
      for await (const { event, data } of messages(answer.body)) {
        if (event === "next") observer.next(JSON.parse(data));
        if (event === "complete") return;
      }
      observer.error("The stream ended. Run it again, with the last cursor as `after`: nothing is missed.");
    } finally {
      followed -= 1;
      say();
    }
  }

  function following(asked, options) {
    return {
      subscribe(observer) {
        const stop = new AbortController();
        follow(asked, options, observer, stop.signal).then(
          () => observer.complete(),
          (failure) => stop.signal.aborted || observer.error(failure),
        );
        return { unsubscribe: () => stop.abort() };
      },
    };
  }

  // The service tells which operation of a text is a subscription: it alone has read the text as it stands now.
  async function fetcher(asked, options) {
    const told = await shown(await sent(asked, options, "application/json"));
    return told.errors?.[0].extensions?.code === "graphql.subscription" ? following(asked, options) : told;
  }

  function show() {
    const defaultQuery = `# Who you are. Type in here, or follow what happens:
#   subscription { events { cursor event { type subject { type id } } } }
{
  viewer {
    agency {
      name
    }
    permissions
  }
}
`;
    root.render(React.createElement(GraphiQL, { key: token, fetcher, defaultQuery, shouldPersistHeaders: false }));
  }

  document.getElementById("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    token = document.getElementById("token").value.trim();
    sessionStorage.setItem("token", token);
    show();
  });
  show();
});
