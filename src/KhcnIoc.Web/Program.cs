using KhcnIoc.Web.Hosting;

if (await KeyCommands.TryRunAsync(args, Console.Out, Console.Error) is { } exitCode) return exitCode;

// The program finds its own files beside itself, whatever folder it is started in; data and packs are relative to that folder.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
// Here and not in appsettings.json, which would win over ASPNETCORE_URLS.
if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://127.0.0.1:8080");
builder.AddIocCore();
var settings = builder.Configuration.GetSection(IocOptions.Section).Get<IocOptions>() ?? new IocOptions();
try
{
    builder.AddIocServer(PackFiles.Load(PackFiles.Find(settings.PackDirectory), settings.Province, settings.ExtraDashboards));
}
catch (BrokenPackException broken)
{
    await Console.Error.WriteLineAsync(broken.Message);
    return 1;
}

var app = builder.Build();
app.MapIoc();
await app.RunAsync();
return 0;

/// <summary>The server; named so that tests can start it.</summary>
public partial class Program;
