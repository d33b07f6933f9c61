using System.Net;

namespace KhcnIoc.Web.Tests.Hosting;

public sealed class ReadinessTests
{
    [Fact]
    public async Task Readyz_StoreCannotBeOpened_SaysSoWithoutNamesOrPaths()
    {
        await using var server = new IocServer();
        await using var other = new FileStream(Path.Combine(server.DataDirectory, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("in use", await FirstReasonAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readyz_DatabaseRefuses_GivesNoDetail()
    {
        await using var server = new IocServer();
        Directory.CreateDirectory(Path.Combine(server.DataDirectory, "khcnioc.db"));
        Assert.StartsWith("store: cannot be opened", await FirstReasonAsync(server), StringComparison.Ordinal);
    }

    private static async Task<string> FirstReasonAsync(IocServer server)
    {
        using var client = server.CreateClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var response = await client.GetAsync("/readyz", deadline.Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            var reason = (await Task.FromResult(response).JsonAsync()).GetProperty("reasons")[0].GetString()!;
            Assert.DoesNotContain(server.DataDirectory, reason, StringComparison.Ordinal);
            Assert.DoesNotContain("SQLite", reason, StringComparison.OrdinalIgnoreCase);
            if (!reason.Contains("not opened yet", StringComparison.Ordinal)) return reason;
            await Task.Delay(20, deadline.Token);
        }
    }
}
