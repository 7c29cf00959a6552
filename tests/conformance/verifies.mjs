// Whether the TypeScript of the guide to webhooks believes what it should: the signature is made here, by another road.
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { verified, verifiedByKey } from "./node_modules/.guide/webhook.js";

const secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = new TextEncoder().encode('{"type":"webhook.test"}');
const now = String(Math.floor(Date.now() / 1000));

function signed(stamp) {
  const value = createHmac("sha256", Buffer.from(secret, "base64")).update(`msg_1.${stamp}.`).update(body).digest("base64");
  return new Headers({
    "webhook-id": "msg_1",
    "webhook-timestamp": stamp,
    "webhook-signature": `v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= v1,${value}`,
  });
}

assert.equal(await verified(signed(now), body, `whsec_${secret}`), true);
assert.equal(await verified(signed(now), new Uint8Array([1]), `whsec_${secret}`), false);
assert.equal(await verified(signed(now), body, "whsec_AAAA"), false);
assert.equal(await verified(signed("1"), body, `whsec_${secret}`), false);
assert.equal(await verified(signed("soon"), body, `whsec_${secret}`), false);
assert.equal(await verified(new Headers(), body, `whsec_${secret}`), false);

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const known = `whpk_${Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url").toString("base64")}`;
const stranger = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x;

function signedByKey(stamp) {
  const value = sign(null, Buffer.concat([Buffer.from(`msg_1.${stamp}.`), body]), privateKey).toString("base64");
  return new Headers({ "webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": `v1,AAAA v1a,${value}` });
}

assert.equal(await verifiedByKey(signedByKey(now), body, known), true);
assert.equal(await verifiedByKey(signedByKey(now), new Uint8Array([1]), known), false);
assert.equal(await verifiedByKey(signedByKey(now), body, `whpk_${Buffer.from(stranger, "base64url").toString("base64")}`), false);
assert.equal(await verifiedByKey(signedByKey("1"), body, known), false);
assert.equal(await verifiedByKey(signed(now), body, known), false);
assert.equal(await verifiedByKey(new Headers(), body, known), false);
console.log("The guide's TypeScript verifies webhooks.");

// What a real sender put on a socket, where somebody says where it is.
if (process.argv[2]) {
  const { readFileSync } = await import("node:fs");
  for (const line of readFileSync(process.argv[2], "utf8").trim().split("\n")) {
    const told = JSON.parse(line);
    const headers = new Headers(told.headers);
    const sent = new TextEncoder().encode(told.body);
    for (const each of told.secrets) assert.equal(await verified(headers, sent, each), true);
    for (const each of told.public_keys) assert.equal(await verifiedByKey(headers, sent, each), true);
    assert.equal(await verified(headers, sent, `whsec_${secret}`), false);
    assert.equal(await verifiedByKey(headers, sent, known), false);
  }
  console.log("It believes what was sent, by secret and by public key.");
}
