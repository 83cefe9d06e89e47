// Sends one message to a queue, or receives one, with the AMQP 1.0 client of npm.
// node rhea.cjs <folder of node_modules> <port> <user> <password> send|receive <address> [<body>]
const path = require('path');
const [folder, port, username, password, verb, address, body] = process.argv.slice(2);
const container = require(require.resolve('rhea', { paths: [path.resolve(folder)] })).create_container();

function failed(context) {
  const of = context.receiver || context.sender || context.connection;
  console.log('failed: ' + (of && of.error && of.error.condition));
  process.exit(1);
}
['receiver_error', 'sender_error', 'connection_error', 'disconnected', 'rejected'].forEach(event => container.on(event, failed));

container.on('sendable', context => {
  if (!context.sender.sent_by_us) {
    context.sender.sent_by_us = true;
    context.sender.send({ body, content_type: 'application/json', message_id: 'rhea-' + process.pid, durable: true });
  }
});
container.on('accepted', context => {
  console.log('accepted');
  context.connection.close();
});
container.on('message', context => {
  console.log('received ' + context.message.content_type + ' ' + context.message.group_id + ' ' + context.message.body);
  context.delivery.accept();
  context.receiver.close();
  context.connection.close();
});

const connection = container.connect({ host: '127.0.0.1', port: Number(port), username, password, reconnect: false });
if (verb === 'send') {
  connection.open_sender(address);
} else {
  connection.open_receiver(address);
}
