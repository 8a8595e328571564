// Stands for `@fastify/static`, which Mercurius only uses for its page. It requires an ES module: Jest cannot before Node 24.9.
module.exports = async () => undefined;
