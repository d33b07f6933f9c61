using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KhcnIoc.Core.Feeds;
using KhcnIoc.TestSupport;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Hosting;

/// <summary>The real server in this process, on a database file and data directory of its own.</summary>
public sealed class IocServer : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings = [];

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("ioc-web-").FullName;

    public IocServer With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Changes services before the server is built.</summary>
    public Action<IServiceCollection> Replace { get; init; } = _ => { };

    /// <summary>A client, once the server is ready.</summary>
    public async Task<HttpClient> StartAsync()
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await client.GetAsync("/readyz", deadline.Token)).IsSuccessStatusCode) await Task.Delay(20, deadline.Token);
        return client;
    }

    /// <summary>A client that sends as a feed.</summary>
    public async Task<HttpClient> StartAsAsync(string feed, bool simulated = false)
    {
        var client = await StartAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await KeyAsync(feed, KeyPurpose.Send, simulated));
        return client;
    }

    public async Task<string> KeyAsync(string feed, KeyPurpose purpose, bool simulated = false)
    {
        var feeds = Services.GetRequiredService<IFeedStore>();
        await feeds.RegisterAsync(feed, feed, simulated, CancellationToken.None);
        return await feeds.IssueKeyAsync(feed, purpose, CancellationToken.None);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Ioc:DataDirectory", DataDirectory);
        builder.UseSetting("Ioc:PackDirectory", Path.Combine(RepositoryFiles.Root, "dashboards"));
        builder.UseSetting("Ioc:Province", "dong-thap");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(Replace);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(DataDirectory)) Directory.Delete(DataDirectory, recursive: true);
    }
}

/// <summary>Short forms of what the API tests send and read.</summary>
internal static class IocRequests
{
    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient client, string body) =>
        client.PostAsync("/api/v1/observations", new StringContent(body, Encoding.UTF8, "application/json"));

    public static Task<HttpResponseMessage> PostRowAsync(this HttpClient client, string row) => client.PostJsonAsync($$"""{"observations":[{{row}}]}""");

    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> response) => await (await response).Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>"accepted duplicates codes": the answer in one line.</summary>
    public static async Task<string> OutcomeAsync(this Task<HttpResponseMessage> response)
    {
        var message = await response;
        var json = await message.Content.ReadFromJsonAsync<JsonElement>();
        return message.IsSuccessStatusCode
            ? $"{json.GetProperty("accepted")} {json.GetProperty("duplicates")} {string.Join(',', json.GetProperty("rejected").EnumerateArray().Select(r => $"{r.GetProperty("index")}:{r.GetProperty("code")}"))}".TrimEnd()
            : $"{(int)message.StatusCode} {json.GetProperty("code")}";
    }
}
