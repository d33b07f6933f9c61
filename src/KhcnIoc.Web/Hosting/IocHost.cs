using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Storage;
using KhcnIoc.Web.Access;
using KhcnIoc.Web.Components;
using KhcnIoc.Web.Components.Tiles;
using KhcnIoc.Web.Components.Wall;
using KhcnIoc.Web.Endpoints;
using KhcnIoc.Web.Exports;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Overview;
using KhcnIoc.Web.Pages.Search;
using KhcnIoc.Web.Views;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Hosting;

/// <summary>Puts the server together. Each slice brings its own services and endpoints; section names and route prefixes stand here.</summary>
internal static class IocHost
{
    /// <summary>Settings, pack and store: what the server and its sub-commands share.</summary>
    public static void AddIocCore(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<IocOptions>().Bind(builder.Configuration.GetSection(IocOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IocOptions>, IocOptionsValidator>();
        services.AddOptions<DatabaseOptions>().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        var settings = builder.Configuration.GetSection(IocOptions.Section).Get<IocOptions>() ?? new IocOptions();
        Directory.CreateDirectory(settings.DataDirectory);
        services.AddIocStorage(
            builder.Configuration.GetSection($"{IocOptions.Section}:Database").Get<DatabaseOptions>() ?? new DatabaseOptions(),
            Path.GetFullPath(settings.DataDirectory));
    }

    /// <summary>Everything else the server needs.</summary>
    public static void AddIocServer(this WebApplicationBuilder builder, ProvincePack pack)
    {
        var services = builder.Services;
        var settings = builder.Configuration.GetSection(IocOptions.Section).Get<IocOptions>() ?? new IocOptions();
        services.AddSingleton(pack);
        services.AddSingleton<LiveBoard>();
        services.AddSingleton(sp =>
        {
            var intake = sp.GetRequiredService<IOptions<IocOptions>>().Value.Intake;
            return new IngestPipeline(sp.GetRequiredService<IObservationStore>(), new IngestLimits { WaitingBatches = intake.WaitingBatches, RowsPerCommit = intake.RowsPerCommit });
        });
        services.AddSingleton<Readiness>();
        services.AddHostedService<StoreStartup>();
        services.AddHostedService<BoardClock>();
        services.AddObservationEndpoints();

        services.AddLocalization();
        services.AddSingleton<ViewFactory>();
        services.AddSingleton<TileMarkup>();
        services.AddSingleton(sp => new ServerIdentity(Guid.NewGuid().ToString("N"), BuildIdentity(settings.Build, sp.GetRequiredService<IWebHostEnvironment>())));
        services.AddSingleton<LiveMetrics>();
        services.AddSingleton<DashboardChannels>();
        services.AddPages();
        services.AddExports();
        services.AddSingleton<HubLifetimeManager<KpiHub>, KpiConnections>();
        services.AddSignalR(options =>
        {
            // Screens listen; what they say is small.
            options.MaximumReceiveMessageSize = 16 * 1024;
            options.KeepAliveInterval = TimeSpan.FromSeconds(10);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
        });

        // Keys for cookies and circuits survive a redeploy (BAR R-20).
        services.AddDataProtection().SetApplicationName("KhcnIoc")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(Path.GetFullPath(settings.DataDirectory), "keys")));
        services.AddRazorComponents().AddInteractiveServerComponents(options => options.DisconnectedCircuitMaxRetained = 400);
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            options.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddProblemDetails();
    }

    /// <summary>Middleware and routes, in the order they apply.</summary>
    public static void MapIoc(this WebApplication app)
    {
        app.Use(SecurityHeadersAsync);
        app.UseExceptionHandler();
        app.UseMiddleware<AccessGate>();
        app.Use(StartingPage.InvokeAsync);
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            // Addresses of assets carry the build, so they may be kept; a new build asks for new addresses.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") || file.Context.Request.Path.StartsWithSegments("/assets/fonts") ? "public, max-age=31536000, immutable" : "no-cache",
        });
        app.UseAntiforgery();

        app.MapHealthEndpoints();
        var api = app.MapGroup("/api/v1");
        api.MapObservationEndpoints();
        api.MapCatalogueEndpoints();
        app.MapOpenApiDocument();
        app.MapHub<KpiHub>("/hubs/kpi", options => options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets | Microsoft.AspNetCore.Http.Connections.HttpTransportType.LongPolling);
        app.MapWallPages();
        app.MapExports();
        app.MapSearchSuggestions();
        app.MapLook();
        app.MapMaps();

        // Compression of circuits costs about 300 KiB a viewer and buys nothing on a local network.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = true);
    }

    private static Task SecurityHeadersAsync(HttpContext context, RequestDelegate next)
    {
        // At the last moment: the answer to a fault starts from empty headers.
        context.Response.OnStarting(SetSecurityHeadersAsync, context.Response.Headers);
        return next(context);
    }

    private static Task SetSecurityHeadersAsync(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
        return Task.CompletedTask;
    }

    /// <summary>The build as set, else a digest of the program and of what browsers get from it.</summary>
    private static string BuildIdentity(string configured, IWebHostEnvironment environment)
    {
        if (configured.Length > 0) return configured;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Assembly.GetExecutingAssembly().ManifestModule.ModuleVersionId.ToByteArray());
        hash.AppendData(typeof(LiveBoard).Module.ModuleVersionId.ToByteArray());
        var assets = Path.Combine(environment.WebRootPath ?? "", "assets");
        if (Directory.Exists(assets))
        {
            foreach (var file in Directory.EnumerateFiles(assets).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
                hash.AppendData(File.ReadAllBytes(file));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
