// Logs in to the Neo4j that serves this file: keeps user and password where Neo4j Browser keeps them itself once
// somebody has logged in, then goes there. They come behind the `#`, which no server is sent. Where to connect to is
// asked of the server: nobody can send the password elsewhere with a link to this page.
"use strict";

async function enter() {
  const given = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  history.replaceState(null, "", location.pathname + location.search); // the password leaves the address at once
  const server = await (await fetch("/", { headers: { Accept: "application/json" } })).json();
  const id = "$$discovery"; // what Neo4j Browser calls the connection to the server it comes from
  const connection = {
    id,
    name: id,
    type: "bolt",
    db: null,
    host: server.bolt_direct,
    username: given.user,
    password: given.password,
    authEnabled: true,
  };
  const connections = {
    allConnectionIds: [id],
    connectionsById: { [id]: connection },
    activeConnection: null,
    connectionState: 0,
    lastUpdate: 0,
    useDb: null,
    lastUseDb: null,
  };
  localStorage.setItem("neo4j.connections", JSON.stringify(connections));
  drawAtStart("the text of the query");
  await keepStyle();
  location.replace("../" + location.search);
}

enter().catch(() => {
  document.getElementById("said").textContent =
    "This address logs nobody in: run `stackways browser` again, or log in with the password in its file.";
  const way = document.createElement("a");
  way.href = "../";
  way.textContent = "Neo4j Browser";
  document.body.append(way);
});
