// Microsoft's authentication library for Node.js gets a token from a simulator and makes a call with it.
// Usage: NODE_EXTRA_CA_CERTS=<PEM> node msal-node.cjs <folder with node_modules> <environment URL> <tenant> <client> <secret>
"use strict";
const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, url, tenant, clientId, clientSecret] = process.argv.slice(2);
const { ConfidentialClientApplication } = createRequire(path.join(path.resolve(folder), "x.js"))("@azure/msal-node");

(async () => {
    const application = new ConfidentialClientApplication({
        auth: { clientId, clientSecret, authority: `${url}/${tenant}`, knownAuthorities: [new URL(url).host] },
    });
    const { accessToken } = await application.acquireTokenByClientCredential({ scopes: [`${url}/.default`] });
    const answer = await fetch(`${url}/api/data/v9.2/WhoAmI`, { headers: { Authorization: `Bearer ${accessToken}` } });
    assert.equal(answer.status, 200);
})().catch((e) => {
    console.error(e);
    process.exit(1);
});
