// rabbitmq-c: PORT. Publishes with confirms and properties, consumes with prefetch and acknowledgements, goes on after
// a refusal. Ends with 0 only when all was right.
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

enum { COUNT = 1000, LARGE = 1000000 };

#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "line %d: not so: %s\n", __LINE__, #condition); \
      exit(1); \
    } \
  } while (0)

static amqp_connection_state_t connection;

static void must_do(const char *what) {
  amqp_rpc_reply_t reply = amqp_get_rpc_reply(connection);
  if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
  fprintf(stderr, "%s: reply type %d, error %d\n", what, (int)reply.reply_type, reply.library_error);
  exit(1);
}

static void wait_for_ack(uint64_t tag) {
  for (uint64_t confirmed = 0; confirmed < tag;) {
    amqp_frame_t frame;
    CHECK(amqp_simple_wait_frame(connection, &frame) == AMQP_STATUS_OK);
    CHECK(frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_ACK_METHOD);
    amqp_basic_ack_t *ack = frame.payload.method.decoded;
    CHECK(ack->multiple || ack->delivery_tag == confirmed + 1);
    confirmed = ack->delivery_tag;
  }
}

static void publish(const char *queue, amqp_bytes_t body, int number) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes("n")};
  entry.value.kind = AMQP_FIELD_KIND_I32;
  entry.value.value.i32 = number;
  amqp_basic_properties_t properties = {
      ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_HEADERS_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG,
      .delivery_mode = 2,
      .content_type = amqp_cstring_bytes("text/plain"),
      .headers = {.num_entries = 1, .entries = &entry},
  };
  CHECK(amqp_basic_publish(connection, 1, amqp_empty_bytes, amqp_cstring_bytes(queue), 1, 0, &properties, body) == 0);
}

static void work(void) {
  const char *queue = "c-work";
  amqp_bytes_t name = amqp_cstring_bytes(queue);
  amqp_queue_declare(connection, 1, name, 0, 1, 0, 0, amqp_empty_table);
  must_do("queue.declare");
  amqp_confirm_select(connection, 1);
  must_do("confirm.select");
  char text[16];
  for (int i = 0; i < COUNT; i++) {
    snprintf(text, sizeof text, "m%d", i);
    publish(queue, amqp_cstring_bytes(text), i);
  }
  amqp_bytes_t large = amqp_bytes_malloc(LARGE);
  memset(large.bytes, 'x', LARGE);
  publish(queue, large, COUNT);
  wait_for_ack(COUNT + 1);

  amqp_basic_qos(connection, 1, 0, 10, 0);
  must_do("basic.qos");
  amqp_basic_consume(connection, 1, name, amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  must_do("basic.consume");
  for (int i = 0; i <= COUNT; i++) {
    amqp_envelope_t envelope;
    struct timeval limit = {.tv_sec = 90};
    amqp_rpc_reply_t reply = amqp_consume_message(connection, &envelope, &limit, 0);
    CHECK(reply.reply_type == AMQP_RESPONSE_NORMAL);
    amqp_bytes_t body = envelope.message.body;
    snprintf(text, sizeof text, "m%d", i);
    if (i < COUNT) CHECK(body.len == strlen(text) && memcmp(body.bytes, text, body.len) == 0);
    else CHECK(body.len == LARGE && memcmp(body.bytes, large.bytes, LARGE) == 0);
    amqp_basic_properties_t *properties = &envelope.message.properties;
    CHECK(properties->delivery_mode == 2 && properties->headers.num_entries == 1);
    CHECK(properties->headers.entries[0].value.value.i32 == i && !envelope.redelivered);
    CHECK(amqp_basic_ack(connection, 1, envelope.delivery_tag, 0) == 0);
    amqp_destroy_envelope(&envelope);
  }
  amqp_bytes_free(large);
  // A synchronous method behind the acknowledgements: they have been taken when it is answered.
  amqp_queue_delete_ok_t *deleted = amqp_queue_delete(connection, 1, name, 0, 0);
  must_do("queue.delete");
  CHECK(deleted->message_count == 0);
}

static void refusal(void) {
  amqp_channel_open(connection, 2);
  must_do("channel.open");
  amqp_queue_declare(connection, 2, amqp_cstring_bytes("c-none"), 1, 0, 0, 0, amqp_empty_table);
  amqp_rpc_reply_t reply = amqp_get_rpc_reply(connection);
  CHECK(reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD);
  CHECK(((amqp_channel_close_t *)reply.reply.decoded)->reply_code == 404);
  amqp_channel_close_ok_t close_ok;
  CHECK(amqp_send_method(connection, 2, AMQP_CHANNEL_CLOSE_OK_METHOD, &close_ok) == 0);
  amqp_channel_open(connection, 2);
  must_do("channel.open again");
}

int main(int count, char **arguments) {
  CHECK(count == 2);
  connection = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(connection);
  CHECK(amqp_socket_open(socket, "127.0.0.1", atoi(arguments[1])) == AMQP_STATUS_OK);
  amqp_rpc_reply_t login = amqp_login(connection, "/", 0, 131072, 5, AMQP_SASL_METHOD_PLAIN, "guest", "guest");
  CHECK(login.reply_type == AMQP_RESPONSE_NORMAL && amqp_get_heartbeat(connection) == 5);
  amqp_channel_open(connection, 1);
  must_do("channel.open");
  refusal();
  work();
  CHECK(amqp_connection_close(connection, AMQP_REPLY_SUCCESS).reply_type == AMQP_RESPONSE_NORMAL);
  CHECK(amqp_destroy_connection(connection) == AMQP_STATUS_OK);
  puts("ok");
  return 0;
}
