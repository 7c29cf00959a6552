"""The least that any service over this database must do: one table, one wall, stored bytes, no rules."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
from fastapi import FastAPI, Request, Response

from app.adapters.postgres.engine import PoolSettings, open_pool
from benchmarks.load import http

NETWORK = UUID(int=1)
ROWS = 10_000
SET_UP = f"""
DROP TABLE IF EXISTS limit_rows;
CREATE TABLE limit_rows (network_id uuid, id uuid, body jsonb, state text, PRIMARY KEY (network_id, id));
INSERT INTO limit_rows SELECT '{NETWORK}', lpad(to_hex(n), 32, '0')::uuid,
  jsonb_build_object('id', n, 'family', 'Example', 'given', 'Person', 'state', 'sent', 'note', repeat('x', 200)), 'sent'
  FROM generate_series(1, {ROWS}) AS n;
ALTER TABLE limit_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY network ON limit_rows
  USING (network_id = (SELECT nullif(current_setting('app.network', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON limit_rows TO throughline_app;
CREATE OR REPLACE FUNCTION limit_row(network uuid, wanted uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.network', network::text, true);
  RETURN (SELECT body::text FROM limit_rows WHERE network_id = network AND id = wanted);
END $$;
ANALYZE limit_rows;
"""
ONE = "SELECT body::text FROM limit_rows WHERE network_id = $1 AND id = $2"
PAGE = """
SELECT json_build_object('items', json_agg(body), 'next_cursor', null)::text FROM
  (SELECT body FROM limit_rows WHERE network_id = $1 AND id > $2 ORDER BY id LIMIT 50) AS page
"""
CALL = "SELECT limit_row($1, $2)"
FEW = PAGE.replace("LIMIT 50", "LIMIT 3")
WRITE = "UPDATE limit_rows SET state = 'seen' WHERE network_id = $1 AND id = $2"
BEGIN = f"BEGIN; SET LOCAL app.network = '{NETWORK}'"


async def set_up(owner_dsn: str) -> None:
    """Make the table and its rows."""
    connection = await asyncpg.connect(owner_dsn)
    await connection.execute(SET_UP)
    await connection.close()


@asynccontextmanager
async def _pool(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await open_pool(PoolSettings(dsn=os.environ["LIMITS_DSN"]))
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=_pool, openapi_url=None)


async def _in_wall(request: Request, statement: str, row: int) -> str | None:
    async with request.app.state.pool.acquire() as connection:
        await connection.execute(BEGIN)
        found: str | None = await connection.fetchval(statement, NETWORK, UUID(int=row))
        await connection.execute("COMMIT")
    return found


@app.get("/one/{row}")
async def one(request: Request, row: int) -> Response:
    """Read one row as stored bytes, behind row-level security."""
    return Response(await _in_wall(request, ONE, row), media_type="application/json")


@app.get("/call/{row}")
async def call(request: Request, row: int) -> Response:
    """Read one row as stored bytes, behind row-level security, in one message: a function enters the network itself."""
    async with request.app.state.pool.acquire() as connection:
        found: str | None = await connection.fetchval(CALL, NETWORK, UUID(int=row))
    return Response(found, media_type="application/json")


@app.get("/page/{row}")
async def page(request: Request, row: int) -> Response:
    """Read fifty rows, put together by PostgreSQL."""
    return Response(await _in_wall(request, PAGE, row), media_type="application/json")


@app.get("/few/{row}")
async def few(request: Request, row: int) -> Response:
    """Read three rows, put together by PostgreSQL."""
    return Response(await _in_wall(request, FEW, row), media_type="application/json")


@app.post("/write/{row}")
async def write(request: Request, row: int) -> Response:
    """Change one row, durably."""
    await _in_wall(request, WRITE, row)
    return Response(b"{}", media_type="application/json")


@app.get("/nothing")
async def nothing() -> Response:
    """Answer without the database."""
    return Response(b"{}", media_type="application/json")


def request(what: str, row: int) -> bytes:
    """Write the request for one of the limits."""
    if what == "nothing":
        return http("GET", "/nothing")
    return http("POST" if what == "write" else "GET", f"/{what}/{row}")
