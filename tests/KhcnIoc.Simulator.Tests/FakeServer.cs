using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace KhcnIoc.Simulator.Tests;

/// <summary>The three endpoints that the simulator uses, on a loopback port of its own.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    /// <summary>Answers to give before the normal ones: status and Retry-After seconds.</summary>
    public ConcurrentQueue<(int Status, int? RetryAfter)> Troubles { get; } = new();

    /// <summary>Bodies of all posts, refused ones too.</summary>
    public ConcurrentQueue<string> Posts { get; } = new();
    public Uri Url { get; }

    public FakeServer(int? port = null)
    {
        Url = new($"http://127.0.0.1:{port ?? FreePort()}/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        var body = await new StreamReader(context.Request.InputStream).ReadToEndAsync();
        if (path == "/api/v1/observations")
        {
            Posts.Enqueue(body);
            if (Troubles.TryDequeue(out var trouble))
            {
                context.Response.StatusCode = trouble.Status;
                if (trouble.RetryAfter is { } seconds) context.Response.AddHeader("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
                context.Response.Close();
                return;
            }
        }

        var text = path switch
        {
            "/api/v1/indicators" => Samples.IndicatorsJson,
            "/api/v1/areas" => Samples.AreasJson,
            _ => JsonSerializer.Serialize(new { accepted = Samples.Rows(body).Count, duplicates = 0, rejected = Array.Empty<object>(), commit = 1 }),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
