using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Weir.Console.Tests.Browser;

namespace Weir.Console.Tests;

[Collection(nameof(ConsoleSuite))]
public sealed class TaskTests(ConsoleHost host)
{
    [Fact]
    public async Task A_queue_is_found_by_a_part_of_its_name_and_its_message_read()
    {
        BrowserPage page = await host.OpenAsync();
        await page.ClickAsync("Queues");
        await page.FillAsync("Search queues", "refu");
        await page.UntilAsync("document.querySelectorAll('main tbody tr').length === 1");
        await page.ClickAsync("orders.refunds");
        await page.SeesAsync("Dead-letter exchange");
        await page.GoAsync("messages/%2F/audit.log?start=first");
        await page.FillAsync("Message id", "m-7");
        await page.ClickAsync("Search");
        await page.UntilAsync("document.querySelectorAll('#results tbody tr').length === 1");
        await page.EvaluateAsync("document.querySelector('#results tbody a').click()");
        await page.SeesAsync("\"order\": 1007");
        await page.SeesAsync("顺丰");
        await page.SeesAsync("AMQP");
        await page.ClickAsync("Hex");
        await page.SeesAsync("000000  7b 22 6f 72");
    }

    [Fact]
    public async Task A_long_search_says_how_far_it_came_and_goes_on()
    {
        await host.SendAsync(HttpMethod.Put, "/topics/%2F/long", """{"partitions":1}""");
        for (int i = 0; i < 60; i++)
            await host.SendAsync(HttpMethod.Post, "/messages/%2F", $$"""{"topic":"long","value":"line {{i}}"}""");
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("messages/%2F/long?start=first");
        await page.SeesAsync("Came to offset 50 of 60.");
        await page.ClickAsync("Go on");
        await page.SeesAsync("60 messages out of 60 looked at. That is all there is.");
        await page.SeesAsync("line 59");
    }

    [Fact]
    public async Task A_message_is_published_with_key_and_headers_and_found_where_it_went()
    {
        await host.SendAsync(HttpMethod.Put, "/queues/%2F/inbox");
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("queues/%2F/inbox");
        await page.ClickAsync("Publish");
        await page.FillAsync("Key or routing key", "k-1");
        await page.FillAsync("Headers", "from: console\nkind: test");
        await page.FillAsync("Value", "hello, 堰");
        await page.EvaluateAsync("document.querySelector('main form button[type=submit]').click()");
        await page.SeesAsync("Published and durable");
        JsonNode message = (await host.GetAsync("/topics/%2F/inbox/messages"))["items"]![0]!;
        Assert.Equal(
            ("k-1", "hello, 堰", "console"),
            ((string)message["key"]!, (string)message["value"]!, (string)message["headers"]![0]!["value"]!));
    }

    [Fact]
    public async Task Dead_letters_are_moved_back_to_where_they_died_and_counted()
    {
        IChannel channel = await host.Connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("r.dead", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueDeclareAsync("r.work", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = "r.dead",
            });
        for (int i = 0; i < 3; i++) await channel.BasicPublishAsync("", "r.work", new byte[] { 65 });
        for (int i = 0; i < 3; i++)
        {
            BasicGetResult? got = null;
            while (got is null) got = await channel.BasicGetAsync("r.work", autoAck: false);
            await channel.BasicRejectAsync(got.DeliveryTag, requeue: false);
        }

        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("queues/%2F/r.dead");
        await page.UntilAsync("document.querySelector('.tiles dd').textContent === '3'");
        await page.ClickAsync("Redrive");
        await page.SeesAsync("Redrive the dead letters in r.dead?");
        await page.ClickAsync("Redrive");
        await page.SeesAsync("3 messages were moved, 0 stay");
        Assert.Equal(3, (long)(await host.GetAsync("/queues/%2F/r.work"))["queue"]!["ready"]!);
    }

    [Fact]
    public async Task A_dead_letter_is_followed_from_its_publish_over_its_rejection_to_where_it_lies()
    {
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("messages/%2F/orders.dead/0/0");
        await page.ClickAsync("Follow this message");
        await page.SeesAsync("The life of message 0 in orders.dead");
        JsonNode steps = (await page.EvaluateAsync(
            "[...document.querySelectorAll('.trace li')].map(li => li.dataset.event).join()"))!;
        Assert.Equal("published,delivered,rejected,died,deadLettered", (string)steps!);
        await page.SeesAsync("over orders with routing key “order.1000.refunded” to orders.refunds, audit.log");
        await page.SeesAsync("a consumer rejected it");
        await page.SeesAsync("guest · shop · AMQP 0-9-1");
        await page.ClickAsync("orders.refunds at 0");
        await page.SeesAsync("The life of message 0 in orders.refunds");
        await page.ClickAsync("Recent events");
        await page.SeesAsync("Recent events in orders.refunds");
        await page.SeesAsync("Rejected");
        await page.GoAsync("messages/%2F/audit.log/0/0/trace");
        await page.SeesAsync("audit.log is not traced now.");
        await page.SeesAsync("Nothing is known of this message");
        await page.GoAsync("messages/%2F/views/0/3/trace");
        await page.SeesAsync("past it");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Purge_asks_first_and_cancel_leaves_everything()
    {
        await host.SendAsync(HttpMethod.Put, "/queues/%2F/full");
        for (int i = 0; i < 4; i++)
            await host.SendAsync(HttpMethod.Post, "/messages/%2F", """{"topic":"full","value":"x"}""");
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("queues/%2F/full");
        await page.ClickAsync("Purge");
        await page.SeesAsync("All ready messages (4)");
        await page.ClickAsync("Cancel");
        await page.UntilAsync("!document.querySelector('dialog')");
        Assert.Equal(4, (long)(await host.GetAsync("/queues/%2F/full"))["queue"]!["ready"]!);
        await page.ClickAsync("Purge");
        await page.SeesAsync("Purge full?");
        await page.ClickAsync("Purge");
        await page.SeesAsync("4 messages are gone.");
        await page.UntilAsync("document.querySelector('.tiles dd').textContent === '0'");
    }

    [Fact]
    public async Task A_queue_is_paused_and_resumed()
    {
        await host.SendAsync(HttpMethod.Put, "/queues/%2F/still");
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("queues/%2F/still");
        await page.ClickAsync("Pause");
        await page.SeesAsync("Pause still?");
        await page.ClickAsync("Pause");
        await page.UntilAsync("byText('Resume')");
        Assert.True((bool)(await host.GetAsync("/queues/%2F/still"))["queue"]!["isPaused"]!);
        await page.ClickAsync("Resume");
        await page.UntilAsync("byText('Pause')");
    }

    [Fact]
    public async Task A_group_is_reset_to_an_offset()
    {
        await host.CommitAsync("readers", "views", 20);
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("groups/readers");
        await page.ClickAsync("Reset");
        await page.FillAsync("Partition", "0");
        await page.FillAsync("Go on at", "offset");
        await page.FillAsync("Offset", "5");
        await page.EvaluateAsync("document.querySelector('dialog button[type=submit]').click()");
        await page.SeesAsync("Group readers goes on from there.");
        Assert.Equal(5, (long)(await host.GetAsync("/groups/readers"))["offsets"]![0]!["offset"]!);
    }

    [Fact]
    public async Task A_reset_that_is_refused_says_why_and_stays_open()
    {
        await host.CommitAsync("lost", "views", 20);
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("groups/lost");
        await page.ClickAsync("Reset");
        await page.FillAsync("Go on at", "offset");
        await page.FillAsync("Offset", "5000");
        await page.EvaluateAsync("document.querySelector('dialog button[type=submit]').click()");
        await page.SeesAsync("offset 5000 is not in partition 0, which has 0 to 30");
        await page.ClickAsync("Cancel");
        await page.UntilAsync("!document.querySelector('dialog')");
    }

    [Fact]
    public async Task A_connection_is_closed_with_a_reason_that_its_client_is_told()
    {
        IConnection mine = host.Connection;
        await using IConnection other = await host.ConnectAsync("to-be-closed");
        var told = new TaskCompletionSource<string>();
        other.ConnectionShutdownAsync += (_, end) =>
        {
            told.TrySetResult(end.ReplyText);
            return Task.CompletedTask;
        };
        BrowserPage page = await host.OpenAsync();
        await page.ClickAsync("Connections");
        await page.ClickAsync("to-be-closed");
        await page.ClickAsync("Close");
        await page.FillAsync("Reason, told to the client", "too loud");
        await page.ClickAsync("Close");
        Assert.Contains("too loud", await told.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        await page.SeesAsync("The connection is closed.");
        Assert.True(mine.IsOpen);
    }

    [Fact]
    public async Task A_policy_is_made_and_applies_to_the_queues_that_match()
    {
        await host.SendAsync(HttpMethod.Put, "/queues/%2F/pol.a");
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("policies");
        await page.ClickAsync("New policy");
        await page.FillAsync("Name", "short-lived");
        await page.FillAsync("Pattern", "^pol\\.");
        await page.FillAsync("Definition", "{\"message-ttl\": 60000}");
        await page.ClickAsync("Save");
        await page.SeesAsync("Policy short-lived is saved.");
        await page.GoAsync("queues/%2F/pol.a");
        await page.SeesAsync("policy short-lived");
    }

    [Fact]
    public async Task The_page_says_so_when_something_is_not_there()
    {
        BrowserPage page = await host.OpenAsync();
        await page.GoAsync("queues/%2F/no.such");
        await page.SeesAsync("there is no queue 'no.such'");
    }
}
